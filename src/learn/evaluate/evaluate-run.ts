import { DiagnosticError, diagnostic, type Report } from '../../diagnostics/report.ts'
import type { Host } from '../../host/host.ts'
import { during } from '../../host/progress.ts'
import type { BootstrapOptions } from '../../metrics/bootstrap.ts'
import { defaultBootstrap } from '../../metrics/measures.ts'
import { rowsOfSplit } from '../../rows/summary.ts'
import { reportTrainedSplit } from '../calibrate/calibrate-run.ts'
import { readCalibration } from '../calibrate/calibration-file.ts'
import { type DataRequest, type OpenRun, openForScoring, openRun } from '../train/open-run.ts'
import { type ScoredRows, scoreRows } from '../train/score-rows.ts'
import { type Evaluation, evaluation } from './evaluation.ts'

export interface EvaluateOptions extends DataRequest {
  readonly host: Host
  readonly report: Report
  /** The run folder. */
  readonly folder: string
  /** A split's name; undefined, with `where` undefined too: `test` where the dataset declares it, else `validation`. */
  readonly split?: string | undefined
  /** SQL over the query's columns, in place of a split or narrowing it. */
  readonly where?: string | undefined
  readonly bootstrap?: BootstrapOptions | undefined
  /** Verify the digests of the run's files. By default true. */
  readonly digests?: boolean | undefined
}

/** Scores rows with a run's best weights and measures them, before and after its calibration. Throws DiagnosticError. */
export async function evaluateRun(options: EvaluateOptions): Promise<Evaluation> {
  const { host, report, folder, bootstrap = defaultBootstrap } = options
  const run = openRun(host, report, folder, { digests: options.digests })
  const calibration = readCalibration(host, run)
  if (calibration !== undefined) reportTrainedSplit(report, folder, calibration.split)
  else if (run.model.spec.calibrations.size > 0) report('CTR5024', undefined, { folder })
  return evaluation(await scoredRows(run, options), calibration, bootstrap, host.progress)
}

/** The data and the scorer are closed behind it: measuring many rows needs their memory. */
async function scoredRows(run: OpenRun, options: EvaluateOptions): Promise<ScoredRows> {
  const { host, report, where } = options
  const scoring = await openForScoring(host, report, run, options)
  try {
    const usual = scoring.dataset.summary.splits.has('test') ? 'test' : 'validation'
    const split = options.split ?? (where === undefined ? usual : undefined)
    const request = { ...(split === undefined ? {} : { split }), ...(where === undefined ? {} : { where }) }
    const { summary } = scoring.dataset
    // How many rows a condition leaves is not known before.
    const rows = split === undefined || where !== undefined ? undefined : rowsOfSplit(summary, split)
    const scored = await during(host.progress, ['score', rows], (phase) =>
      scoreRows(scoring.scorer, scoring.dataset, run.model.spec.tasks, request, phase),
    )
    if (scored.rows === 0 && where !== undefined)
      throw new DiagnosticError([diagnostic('CTR4015', undefined, { condition: where, split })])
    return scored
  } finally {
    await scoring.close()
  }
}
