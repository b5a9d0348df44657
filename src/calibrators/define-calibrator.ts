import type { Algebra } from '../graph/algebra.ts'
import type { Segment } from './segment.ts'

/** A calibrator's numbers by the names of its parameters. */
export type CalibratorValues<Name extends string = string> = Readonly<Record<Name, number>>

export interface Fit<Name extends string = string> {
  readonly values: CalibratorValues<Name>
  /** Why the rows did not allow the requested fit, and what is used instead: a warning (CTR5021). */
  readonly shortfall: string | undefined
}

/** All that is known of a calibration method. Its name is its key in the table. */
export interface CalibratorDefinition {
  /** The values that leave every logit as it is. Names in the order in which the graph's parameter holds them. */
  readonly identity: CalibratorValues
  /** Needs at least one positive and one negative. Between passes over the rows others get a turn. */
  fit(segment: Segment): Promise<Fit>
  /** The calibrated logit of a logit, in doubles. */
  apply(values: CalibratorValues): (logit: number) => number
  /** The same in the IR: `logit` float32 [] per row, each parameter float32 [], per row or row-free. */
  graph(g: Algebra, logit: string, parameters: Readonly<Record<string, string>>): string
  /** What is wrong with these values, as they come from a file; undefined where nothing is. */
  problem(values: CalibratorValues): string | undefined
}

/** A method as its file writes it. */
interface CalibratorSource<Name extends string> {
  readonly identity: CalibratorValues<Name>
  readonly fit: (segment: Segment) => Promise<Fit<NoInfer<Name>>>
  readonly apply: (values: CalibratorValues<NoInfer<Name>>) => (logit: number) => number
  readonly graph: (g: Algebra, logit: string, parameters: Readonly<Record<NoInfer<Name>, string>>) => string
  /** Beside each value being a finite number. */
  readonly problem?: (values: CalibratorValues<NoInfer<Name>>) => string | undefined
}

/** The names that one method's parts share are checked here; the table's users see plain names. */
export const defineCalibrator = <Name extends string>(source: CalibratorSource<Name>): CalibratorDefinition => ({
  identity: source.identity,
  fit: source.fit,
  apply: (values: CalibratorValues<Name>) => source.apply(values),
  graph: (g, logit, parameters: Readonly<Record<Name, string>>) => source.graph(g, logit, parameters),
  problem(values: CalibratorValues<Name>) {
    const found = new Map<string, unknown>(Object.entries(values))
    const wrong = Object.keys(source.identity).find((name) => !Number.isFinite(found.get(name)))
    return wrong === undefined ? source.problem?.(values) : `its ${wrong} is no finite number`
  },
})
