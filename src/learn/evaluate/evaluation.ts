import type { BootstrapOptions } from '../../metrics/bootstrap.ts'
import { type Measures, measuresOf } from '../../metrics/measures.ts'
import { ranked } from '../../metrics/ranks.ts'
import { Sample, type ScoredColumns } from '../../metrics/sample.ts'
import { applied, type Calibration, calibratorOf } from '../calibrate/calibration.ts'
import type { Places } from '../train/places.ts'
import type { ScoredRows, TaskRows } from '../train/score-rows.ts'
import { type Slices, slicesOf } from './slices.ts'

/** Measures after calibration, and the same before it. */
export type CalibratedMeasures = Measures & { readonly raw: Measures }

/** The JSON of `ctrc eval`. */
export interface Evaluation {
  /** Rows scored, labelled or not. */
  readonly rows: number
  readonly tasks: Readonly<Record<string, TaskEvaluation>>
}

export interface TaskEvaluation {
  readonly all: CalibratedMeasures
  /** Every surface that has labelled rows of the task. */
  readonly surfaces: Readonly<Record<string, CalibratedMeasures>>
  /** By surface, then view: of surfaces that have labelled rows on several views. */
  readonly views: Readonly<Record<string, Readonly<Record<string, CalibratedMeasures>>>>
}

export function evaluation(
  scored: ScoredRows,
  calibration: Calibration | undefined,
  options: BootstrapOptions,
): Evaluation {
  return {
    rows: scored.rows,
    tasks: Object.fromEntries(
      [...scored.tasks].map(([task, rows]) => [task, ofTask(task, rows, scored, calibration, options)]),
    ),
  }
}

function ofTask(
  task: string,
  rows: TaskRows,
  { places, groups }: ScoredRows,
  calibration: Calibration | undefined,
  options: BootstrapOptions,
): TaskEvaluation {
  const slices = slicesOf(rows.places, places)
  const raw = measuresOf(samplesOf(rows, Float64Array.from(rows.logits), slices), groups, options)
  const calibrated =
    calibration === undefined
      ? raw
      : measuresOf(samplesOf(rows, calibratedLogits(task, rows, places, calibration), slices), groups, options)
  const measures = slices.names.map((_, slice): CalibratedMeasures => ({ ...calibrated[slice]!, raw: raw[slice]! }))
  return slices.arrange(measures)
}

function calibratedLogits(task: string, rows: TaskRows, { all }: Places, calibration: Calibration): Float64Array {
  const calibrators = all.map(({ surface, view }) => applied(calibratorOf(calibration, task, surface, view)))
  const logits = new Float64Array(rows.logits.length)
  for (let row = 0; row < logits.length; row++) {
    logits[row] = calibrators[rows.places[row]!]!(rows.logits[row]!)
  }
  return logits
}

/** Ranks all rows once; a slice's ranks are those of its rows. */
function* samplesOf(rows: TaskRows, logits: Float64Array, slices: Slices): Generator<Sample> {
  const columns: ScoredColumns = { ...rows, logits }
  const order = ranked(logits)
  for (let slice = 0; slice < slices.names.length; slice++)
    yield new Sample(columns, slices.rowsOf(slice), slices.within(slice, order))
}
