import { applied, type Calibration, calibratorOf } from '../calibrate/calibration.ts'
import type { BootstrapOptions } from '../metrics/bootstrap.ts'
import { type Measures, measures } from '../metrics/measures.ts'
import { subsample } from '../metrics/sample.ts'
import type { ScoredRows, TaskRows } from '../train/score-rows.ts'

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
}

export function evaluation(
  scored: ScoredRows,
  calibration: Calibration | undefined,
  options: BootstrapOptions,
): Evaluation {
  return {
    rows: scored.rows,
    tasks: Object.fromEntries(
      [...scored.tasks].map(([task, rows]) => [task, ofTask(task, rows, calibration, options)]),
    ),
  }
}

function ofTask(
  task: string,
  rows: TaskRows,
  calibration: Calibration | undefined,
  options: BootstrapOptions,
): TaskEvaluation {
  const calibrated = {
    ...rows,
    logits: rows.logits.map((logit, row) => {
      return applied(calibratorOf(calibration, task, rows.surfaces[row]!, rows.views[row]!))(logit)
    }),
  }
  const of = (surface: string | undefined): CalibratedMeasures => {
    const members = Int32Array.from(rows.labels.keys()).filter(
      (row) => surface === undefined || rows.surfaces[row] === surface,
    )
    return {
      ...measures(subsample(calibrated, members), options),
      raw: measures(subsample(rows, members), options),
    }
  }
  const surfaces = [...new Set(rows.surfaces)].sort()
  return { all: of(undefined), surfaces: Object.fromEntries(surfaces.map((surface) => [surface, of(surface)])) }
}
