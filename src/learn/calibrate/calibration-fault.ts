import type { CalibratorName } from '../../calibrators/table.ts'
import { isOutput } from '../../graph/outputs.ts'
import type { CompiledModel } from '../../language/elaborate/compile-model.ts'
import { type Calibration, calibratorOf } from './calibration.ts'

/** A view on which a task's log-odds are calibrated, and how. */
export interface CalibratedPlace {
  readonly task: string
  readonly surface: string
  readonly view: string
  readonly method: CalibratorName
}

/** Every view of the surfaces that predict a task, of each task that the spec calibrates. */
export const calibratedPlaces = ({ spec, graph }: Pick<CompiledModel, 'spec' | 'graph'>): readonly CalibratedPlace[] =>
  graph.outputs.filter(isOutput('logit')).flatMap(({ task, surface }) => {
    const plan = spec.calibrations.get(task)
    if (plan === undefined) return []
    return (spec.surfaces.get(surface)?.views ?? []).map((view) => ({ task, surface, view, method: plan.method }))
  })

/** What a calibration from a file lacks, has beside, or fits otherwise than the spec; undefined where it is what the spec calibrates. */
export function calibrationFault(calibration: Calibration, places: readonly CalibratedPlace[]): string | undefined {
  for (const { task, surface, view, method } of places) {
    const found = calibratorOf(calibration, task, surface, view)
    if (found === undefined) return `it lacks the calibrator of ${task} on ${surface}.${view}`
    if (found.method !== method)
      return `the calibrator of ${task} on ${surface}.${view} is ${found.method}, in the spec ${method}`
  }
  const wanted = new Set(places.map(({ task, surface, view }) => placeName(task, surface, view)))
  const extra = namesOf(calibration).find((name) => !wanted.has(name))
  return extra === undefined ? undefined : `it holds a calibrator of ${extra}, which the spec does not calibrate`
}

const placeName = (task: string, surface: string, view: string): string => `${task} on ${surface}.${view}`

const namesOf = ({ tasks }: Calibration): readonly string[] =>
  Object.entries(tasks).flatMap(([task, surfaces]) =>
    Object.entries(surfaces).flatMap(([surface, views]) =>
      Object.keys(views).map((view) => placeName(task, surface, view)),
    ),
  )
