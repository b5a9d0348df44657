import { noProgress, type Progress } from '../../host/progress.ts'
import type { BootstrapOptions } from '../../metrics/bootstrap.ts'
import { Measurer, type Measures } from '../../metrics/measures.ts'
import { pickedFloats, ranked } from '../../metrics/ranks.ts'
import { Sample } from '../../metrics/sample.ts'
import { applied, type Calibration, calibratorOf } from '../calibrate/calibration.ts'
import type { Places } from '../train/places.ts'
import type { ScoredRows, TaskRows } from '../train/score-rows.ts'
import { slicesOf } from './slices.ts'

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

export async function evaluation(
  scored: ScoredRows,
  calibration: Calibration | undefined,
  options: BootstrapOptions,
  progress: Progress = noProgress,
): Promise<Evaluation> {
  const measurer = new Measurer(scored.groups, options)
  const tasks: [string, TaskEvaluation][] = []
  for (const [task, rows] of scored.tasks)
    tasks.push([task, await ofTask(task, rows, scored.places, calibration, measurer, progress)])
  return { rows: scored.rows, tasks: Object.fromEntries(tasks) }
}

async function ofTask(
  task: string,
  rows: TaskRows,
  places: Places,
  calibration: Calibration | undefined,
  measurer: Measurer,
  progress: Progress,
): Promise<TaskEvaluation> {
  const { sample: whole, placeOfRow } = byRank(rows)
  const slices = slicesOf(placeOfRow, places)
  const calibrated = calibration && calibratedLogits(task, whole.logits, placeOfRow, places, calibration)
  const phase = progress.phase('measure', slices.names.length)
  const all = await measured(whole, calibrated, measurer)
  const found: CalibratedMeasures[] = []
  for (let slice = 0; slice < slices.names.length; slice++) {
    const ranks = slices.rowsOf(slice)
    const isWhole = ranks.length === placeOfRow.length
    found.push(isWhole ? all : await measured(whole.at(ranks), calibrated && pickedFloats(calibrated, ranks), measurer))
    phase.advance(1)
  }
  phase.end()
  return slices.arrange(found)
}

/** A task's rows and their places, from the lowest log-odds to the highest. */
function byRank(rows: TaskRows): { readonly sample: Sample; readonly placeOfRow: Uint16Array } {
  const order = ranked(rows.logits)
  const placeOfRow = new Uint16Array(order.length)
  for (let rank = 0; rank < order.length; rank++) placeOfRow[rank] = rows.places[order[rank]!]!
  return { sample: Sample.of(rows, order), placeOfRow }
}

/** Of rows, and of the same by their calibrated log-odds. */
async function measured(
  sample: Sample,
  calibrated: Float64Array | undefined,
  measurer: Measurer,
): Promise<CalibratedMeasures> {
  const raw = await measurer.of(sample)
  return calibrated === undefined
    ? { ...raw, raw }
    : { ...(await afterCalibration(sample, calibrated, raw, measurer)), raw }
}

/** Rows with one calibrator keep their ranks, and need not be ranked again. `raw`: the measures before calibration. */
const afterCalibration = (
  sample: Sample,
  logits: Float64Array,
  raw: Measures,
  measurer: Measurer,
): Promise<Measures> =>
  hasSameRanks(sample.logits, logits)
    ? measurer.rescored(sample.rescored(logits), raw)
    : measurer.of(sample.reranked(logits))

/** Whether rows whose log-odds `before` ascend have the same ranks and the same ties by `after`. */
function hasSameRanks(before: Float64Array, after: Float64Array): boolean {
  for (let rank = 1; rank < before.length; rank++) {
    const isTied = before[rank - 1] === before[rank]
    if (isTied ? after[rank - 1] !== after[rank] : !(after[rank - 1]! < after[rank]!)) return false
  }
  return true
}

function calibratedLogits(
  task: string,
  logits: Float64Array,
  placeOfRow: Uint16Array,
  { all }: Places,
  calibration: Calibration,
): Float64Array {
  const calibrators = all.map(({ surface, view }) => applied(calibratorOf(calibration, task, surface, view)))
  return logits.map((logit, row) => calibrators[placeOfRow[row]!]!(logit))
}
