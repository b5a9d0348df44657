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
  /** Of the best checkpoint that it was fitted on. */
  readonly step: number
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
