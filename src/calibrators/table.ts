import type { CalibratorDefinition } from './define-calibrator.ts'
import { platt } from './platt.ts'
import { temperature } from './temperature.ts'

/** Every calibration method, by its name in `.ctr`. */
export const calibrators = {
  platt,
  temperature,
} satisfies Readonly<Record<string, CalibratorDefinition>>

export type CalibratorName = keyof typeof calibrators

/** Names whose place is kept for a later version of the language. */
export const reservedCalibrators: readonly string[] = ['isotonic', 'beta', 'histogram']

export const isCalibrator = (name: string): name is CalibratorName => Object.hasOwn(calibrators, name)

/** In the table's order. */
export const calibratorNames: readonly CalibratorName[] = Object.keys(calibrators).filter(isCalibrator)

export const calibratorNamed = (name: CalibratorName): CalibratorDefinition => calibrators[name]

/** The names of a method's parameters, in the order in which the graph's parameter holds their values. */
export const parametersOf = (name: CalibratorName): readonly string[] => Object.keys(calibratorNamed(name).identity)
