import type { HostTensor } from '../../graph/tensor.ts'

/** Which rows a calibrator was fitted on; `identity` where nothing could be fitted or nothing was asked for. */
export type SegmentKind = 'view' | 'surface' | 'all' | 'identity'

/** Applied to the logit: slope * logit + intercept. Both are float32 values. */
export interface Calibrator {
  readonly slope: number
  readonly intercept: number
  readonly from: SegmentKind
  /** Rows that the fit saw, unweighted. */
  readonly positives: number
  readonly negatives: number
}

/** `calibration.json` of a run: task, then surface, then view. Keys sorted. */
export interface Calibration {
  readonly split: string
  readonly tasks: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Calibrator>>>>>>
}

export const identity: Calibrator = { slope: 1, intercept: 0, from: 'identity', positives: 0, negatives: 0 }

/** The calibrator of a task on a surface's view; identity where there is none. */
export const calibratorOf = (
  calibration: Calibration | undefined,
  task: string,
  surface: string,
  view: string,
): Calibrator => calibration?.tasks[task]?.[surface]?.[view] ?? identity

/** `calibration.<task>.<surface>.<view>` -> [slope, intercept], sorted by name: as they lie in safetensors. */
export function calibrationTensors(calibration: Calibration): ReadonlyMap<string, HostTensor> {
  const tensors = new Map<string, HostTensor>()
  for (const [task, surfaces] of Object.entries(calibration.tasks)) {
    for (const [surface, views] of Object.entries(surfaces)) {
      for (const [view, { slope, intercept }] of Object.entries(views)) {
        tensors.set(`calibration.${task}.${surface}.${view}`, {
          dtype: 'float32',
          dims: [2],
          data: Float32Array.of(slope, intercept),
        })
      }
    }
  }
  return new Map([...tensors].sort(([a], [b]) => (a < b ? -1 : 1)))
}
