import type { BootstrapOptions } from '../../metrics/bootstrap.ts'
import { Measurer, type Measures } from '../../metrics/measures.ts'
import { ranked } from '../../metrics/ranks.ts'
import { MeasuredColumns, Sample } from '../../metrics/sample.ts'
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
  const measurer = new Measurer(scored.groups, options)
  return {
    rows: scored.rows,
    tasks: Object.fromEntries(
      [...scored.tasks].map(([task, rows]) => [task, ofTask(task, rows, scored.places, calibration, measurer)]),
    ),
  }
}

function ofTask(
  task: string,
  rows: TaskRows,
  places: Places,
  calibration: Calibration | undefined,
  measurer: Measurer,
): TaskEvaluation {
  const slices = slicesOf(rows.places, places)
  const columns = new MeasuredColumns({ ...rows, logits: Float64Array.from(rows.logits) })
  const order = ranked(columns.logits)
  const raw = slices.names.map((_, slice) =>
    measurer.of(new Sample(columns, slices.rowsOf(slice), slices.within(slice, order))),
  )
  const calibrated =
    calibration === undefined
      ? raw
      : afterCalibration(rows, calibratedLogits(task, rows, places, calibration), slices, order, raw, measurer)
  return slices.arrange(
    slices.names.map((_, slice): CalibratedMeasures => ({ ...calibrated[slice]!, raw: raw[slice]! })),
  )
}

/** A slice with one calibrator keeps its ranks, and need not be ranked again. `order` and `raw` are those before calibration. */
function afterCalibration(
  rows: TaskRows,
  logits: Float64Array,
  slices: Slices,
  order: Uint32Array,
  raw: readonly Measures[],
  measurer: Measurer,
): readonly Measures[] {
  const columns = new MeasuredColumns({ ...rows, logits })
  let reordered: Uint32Array | undefined
  return slices.names.map((_, slice) => {
    const before = slices.within(slice, order)
    if (hasSameRanks(before, rows.logits, logits))
      return measurer.rescored(new Sample(columns, slices.rowsOf(slice), before), raw[slice]!)
    reordered ??= ranked(logits)
    return measurer.of(new Sample(columns, slices.rowsOf(slice), slices.within(slice, reordered)))
  })
}

/** Whether rows that are ranked by `before` have the same ranks and the same ties by `after`. */
function hasSameRanks(order: Uint32Array, before: Float32Array, after: Float64Array): boolean {
  for (let rank = 1; rank < order.length; rank++) {
    const [low, high] = [order[rank - 1]!, order[rank]!]
    const isTied = before[low] === before[high]
    if (isTied ? after[low] !== after[high] : !(after[low]! < after[high]!)) return false
  }
  return true
}

function calibratedLogits(task: string, rows: TaskRows, { all }: Places, calibration: Calibration): Float64Array {
  const calibrators = all.map(({ surface, view }) => applied(calibratorOf(calibration, task, surface, view)))
  const logits = new Float64Array(rows.logits.length)
  for (let row = 0; row < logits.length; row++) {
    logits[row] = calibrators[rows.places[row]!]!(rows.logits[row]!)
  }
  return logits
}
