import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import type { Host } from '../../host/host.ts'
import { readCalibration } from '../calibrate/calibration-file.ts'
import type { BootstrapOptions } from '../metrics/bootstrap.ts'
import { defaultBootstrap } from '../metrics/measures.ts'
import { type DataRequest, openForScoring, openRun } from '../train/open-run.ts'
import { scoreRows } from '../train/score-rows.ts'
import { type Evaluation, evaluation } from './evaluation.ts'

export interface EvaluateOptions extends DataRequest {
  readonly host: Host
  /** The run folder. */
  readonly folder: string
  /** A split's name; undefined, with `where` undefined too: `test` where the dataset declares it, else `validation`. */
  readonly split?: string | undefined
  /** SQL over the query's columns, in place of a split or narrowing it. */
  readonly where?: string | undefined
  readonly bootstrap?: BootstrapOptions | undefined
}

export interface Evaluated {
  readonly result: Evaluation | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** Scores rows with a run's best weights and measures them, before and after its calibration. */
export async function evaluateRun(options: EvaluateOptions): Promise<Evaluated> {
  const { host, folder, where, bootstrap = defaultBootstrap } = options
  try {
    const run = openRun(host, folder)
    const calibration = readCalibration(host, run)
    const diagnostics = calibration === undefined ? [diagnostic('CTR5024', undefined, { folder })] : []
    const scoring = await openForScoring(host, run, options)
    try {
      const usual = scoring.dataset.summary.splits.has('test') ? 'test' : 'validation'
      const split = options.split ?? (where === undefined ? usual : undefined)
      const request = { ...(split === undefined ? {} : { split }), ...(where === undefined ? {} : { where }) }
      const scored = await scoreRows(scoring.scorer, scoring.dataset, run.model.spec.tasks, request)
      return { result: evaluation(scored, calibration, bootstrap), diagnostics }
    } finally {
      await scoring.close()
    }
  } catch (error) {
    if (error instanceof DiagnosticError) return { result: undefined, diagnostics: error.diagnostics }
    throw error
  }
}
