import type { CalibratorValues } from '../../calibrators/define-calibrator.ts'
import { type CalibratorName, calibratorNamed } from '../../calibrators/table.ts'
import { byKey } from '../../diagnostics/text-order.ts'

/** Which rows a calibrator was fitted on; `identity` where nothing could be fitted. */
export const segmentKinds = ['view', 'surface', 'all', 'identity'] as const

export type SegmentKind = (typeof segmentKinds)[number]

export const isSegmentKind = (name: string): name is SegmentKind => segmentKinds.some((kind) => kind === name)

/** A fitted calibrator, applied to the logit. */
export interface Calibrator {
  readonly method: CalibratorName
  /** By the names of the method's parameters: float32 values. */
  readonly values: CalibratorValues
  readonly from: SegmentKind
  /** Rows that the fit saw, unweighted. */
  readonly positives: number
  readonly negatives: number
}

/** By task, then surface, then view. Keys sorted. */
export type ByView<Entry> = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Entry>>>>>>

/** The calibrators of a run. */
export interface Calibration {
  readonly split: string
  /** Of the best checkpoint that it was fitted on. */
  readonly step: number
  /** SHA-256 of that checkpoint. */
  readonly checkpoint: string
  readonly tasks: ByView<Calibrator>
}

/** Calibrators of one task's views, by surface and view. Keys sorted, whatever the names. */
export function bySurface(
  views: readonly { readonly surface: string; readonly view: string; readonly calibrator: Calibrator }[],
): Readonly<Record<string, Readonly<Record<string, Calibrator>>>> {
  const surfaces = new Map<string, [string, Calibrator][]>()
  for (const { surface, view, calibrator } of views)
    surfaces.set(surface, [...(surfaces.get(surface) ?? []), [view, calibrator]])
  const sorted = [...surfaces].sort(byKey)
  return Object.fromEntries(sorted.map(([name, calibrators]) => [name, Object.fromEntries(calibrators)]))
}

/** Leaves logits as they are. */
export const identity = (method: CalibratorName): Calibrator => ({
  method,
  values: calibratorNamed(method).identity,
  from: 'identity',
  positives: 0,
  negatives: 0,
})

/** The calibrator of a task on a surface's view; undefined where there is none. */
export const calibratorOf = (
  calibration: Calibration | undefined,
  task: string,
  surface: string,
  view: string,
): Calibrator | undefined => own(own(own(calibration?.tasks, task), surface), view)

/** An entry of a record by a name from a spec, which may be a name that every object inherits. */
export const own = <Entry>(record: Readonly<Record<string, Entry>> | undefined, name: string): Entry | undefined =>
  record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined

/** From a logit to the calibrated one, in doubles; without a calibrator it stays as it is. */
export const applied = (calibrator: Calibrator | undefined): ((logit: number) => number) =>
  calibrator === undefined ? (logit) => logit : calibratorNamed(calibrator.method).apply(calibrator.values)
