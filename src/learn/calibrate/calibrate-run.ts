import type { Diagnostic, Span } from '../../diagnostics/diagnostic.ts'
import { DiagnosticError, diagnostic, type Report } from '../../diagnostics/report.ts'
import { byKey } from '../../diagnostics/text-order.ts'
import type { Host } from '../../host/host.ts'
import { during } from '../../host/progress.ts'
import type { Calibration as CalibrationPlan } from '../../model/calibration.ts'
import type { Origins } from '../../model/origins.ts'
import { rowsOfSplit } from '../../rows/summary.ts'
import { type DataRequest, type OpenRun, openForScoring, openRun } from '../train/open-run.ts'
import { scoreRows, type TaskRows } from '../train/score-rows.ts'
import { bySurface, type Calibration, type Calibrator } from './calibration.ts'
import { calibratedPlaces } from './calibration-fault.ts'
import { writeCalibration } from './calibration-file.ts'
import { type CalibratedView, calibrateViews } from './segments.ts'

export interface CalibrateOptions extends DataRequest {
  readonly host: Host
  readonly report: Report
  /** The run folder. */
  readonly folder: string
  /** Undefined: `calibration`. */
  readonly split?: string | undefined
  /** Verify the digests of the run's files. By default true. */
  readonly digests?: boolean | undefined
}

/**
 * Fits every calibrator of a run's best weights on its calibration split, and writes `calibration.json` into the run.
 * Throws DiagnosticError.
 */
export async function calibrateRun(options: CalibrateOptions): Promise<Calibration> {
  const { host, report, folder, split = 'calibration' } = options
  const run = openRun(host, report, folder, { digests: options.digests })
  const { spec, origins } = run.model
  if (spec.calibrations.size === 0)
    throw new DiagnosticError([diagnostic('CTR5028', origins.get(spec), { model: spec.name })])
  reportTrainedSplit(report, folder, split)
  report.add(uncalibrated(run))
  const scoring = await openForScoring(host, report, run, options)
  try {
    const planned = [...spec.calibrations.keys()]
    const places = calibratedPlaces(run.model)
    const placesOf = (task: string) => places.filter((place) => place.task === task)
    const { summary } = scoring.dataset
    const scored = await during(host.progress, ['score', rowsOfSplit(summary, split)], (phase) =>
      scoreRows(scoring.scorer, scoring.dataset, planned, { split }, phase),
    )
    const tasks: (readonly [string, ReturnType<typeof bySurface>])[] = []
    await during(host.progress, ['calibrate', spec.calibrations.size], async (phase) => {
      for (const plan of spec.calibrations.values()) {
        const rows = rowsOf(scored.tasks, plan.task)
        const found = await calibrateViews(rows, scored.places.all, plan, placesOf(plan.task))
        report.add(shortfalls(plan, found, origins))
        tasks.push([plan.task, bySurface(found)])
        phase.advance(1)
      }
    })
    const { step, checkpoint } = run
    const result: Calibration = { split, step, checkpoint, tasks: Object.fromEntries(tasks.sort(byKey)) }
    writeCalibration(host, run.files, result)
    return result
  } finally {
    await scoring.close()
  }
}

function rowsOf(tasks: ReadonlyMap<string, TaskRows>, task: string): TaskRows {
  const rows = tasks.get(task)
  if (rows === undefined) throw new Error(`task '${task}' was not scored`)
  return rows
}

const uncalibrated = ({ model: { spec, origins } }: OpenRun): Diagnostic[] =>
  spec.tasks
    .filter((task) => !spec.calibrations.has(task))
    .map((task) => diagnostic('CTR5022', origins.get(spec), { task, model: spec.name }))

const shortfalls = (plan: CalibrationPlan, views: readonly CalibratedView[], origins: Origins): Diagnostic[] =>
  views.flatMap((view) => shortfallOf(plan, view, origins.get(plan)) ?? [])

function shortfallOf(
  { task, by, atLeast }: CalibrationPlan,
  { surface, view, calibrator, shortfall, found }: CalibratedView,
  span: Span | undefined,
): Diagnostic | undefined {
  if (shortfall === undefined) return undefined
  const segment = by === 'all' ? 'all rows' : by === 'surface' ? surface : `${surface}.${view}`
  if (shortfall.kind === 'fit') return diagnostic('CTR5021', span, { task, segment, reason: shortfall.reason })
  const takes = calibrator.from === 'identity' ? 'no calibration' : `the calibrator of ${wordsOf(calibrator, surface)}`
  return diagnostic('CTR5020', span, { task, segment, atLeast, ...found, takes })
}

const wordsOf = ({ from }: Calibrator, surface: string): string =>
  from === 'surface' ? `all of ${surface}` : 'all surfaces'

/** Log-odds of rows that were trained on are too sure: a calibrator that is fitted on them does not see it. */
export function reportTrainedSplit(report: Report, folder: string, split: string): void {
  if (split === 'train') report('CTR5025', undefined, { folder, split })
}
