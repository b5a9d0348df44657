import { DiagnosticError, diagnostic, type Report } from '../diagnostics/report.ts'
import type { Host } from '../host/host.ts'
import type { CompiledModel } from '../language/elaborate/compile-model.ts'
import { reportTrainedSplit } from '../learn/calibrate/calibrate-run.ts'
import { readCalibration } from '../learn/calibrate/calibration-file.ts'
import { type OpenRun, openRun, openRunData } from '../learn/train/open-run.ts'
import { type ExportedSurface, exportModel } from './export.ts'
import { refuseForeignFolder } from './out-folder.ts'
import type { RawRows } from './serving-feeds.ts'

export interface ExportRunRequest {
  readonly run: string
  /** A version of the run's model to be exported in its place, such as one with other serving settings. */
  readonly model?: CompiledModel | undefined
  readonly out: string
  readonly surface?: string | undefined
  readonly params?: ReadonlyMap<string, string>
  /** Verify the digests of the run's files. By default true. */
  readonly digests?: boolean | undefined
  readonly version: string
  readonly beside?: (folder: string, run: OpenRun) => void
  readonly progress?: (line: string) => void
}

/** Rows of each surface that real data gives to verification, at most. */
const realRowCount = 256

/** The run's best checkpoint as verified serving graphs. Throws DiagnosticError; what was at `out` stays until everything is verified. */
export async function exportRun(
  host: Host,
  report: Report,
  request: ExportRunRequest,
): Promise<readonly ExportedSurface[]> {
  refuseForeignFolder(host, request.out)
  const run = openRun(host, report, request.run, { version: request.model, digests: request.digests })
  const { model, record } = run
  const { spec } = model
  const surfaces = chosenSurfaces(model, request.surface)
  const rows = await realRows(host, report, run, surfaces ?? spec.live.names, request.params)
  const calibration = readCalibration(host, run)
  if (calibration !== undefined) reportTrainedSplit(report, request.run, calibration.split)
  if (calibration === undefined && spec.calibrations.size > 0) report('CTR5024', undefined, { folder: request.run })
  return exportModel(host, report, {
    model,
    weights: { values: run.values, vocabularies: run.vocabularies, fits: run.fits, calibration },
    out: request.out,
    surfaces,
    digests: run.digests,
    realRows: async (surface) => rows.get(surface),
    provenance: {
      ctrc: request.version,
      run: request.run,
      spec: record.spec,
      dataset: record.dataset,
      params: record.params,
      engine: record.engine,
      seed: record.seed,
      step: run.step,
      calibrated: calibration !== undefined,
      ...(calibration === undefined ? {} : { calibrated_on: calibration.split }),
      ...(run.digests ? {} : { digests: 'not verified' }),
    },
    ...(request.beside === undefined ? {} : { beside: (folder) => request.beside?.(folder, run) }),
    ...(request.progress === undefined ? {} : { progress: request.progress }),
  })
}

/** One surface, or undefined for all. Errors: CTR7003. */
export function chosenSurfaces(
  { spec, origins }: CompiledModel,
  surface: string | undefined,
): readonly string[] | undefined {
  if (surface === undefined) return undefined
  if (spec.live.has(surface)) return [surface]
  const why = spec.staged.has(surface) ? ': it is staged, and staged surfaces are not served' : ''
  const served = spec.live.names.join(', ')
  throw new DiagnosticError([diagnostic('CTR7003', origins.get(spec), { surface, model: spec.name, served, why })])
}

/** The first rows of the test split, or of any, that each surface has. */
async function realRows(
  host: Host,
  report: Report,
  run: OpenRun,
  surfaces: readonly string[],
  params: ReadonlyMap<string, string> | undefined,
): Promise<ReadonlyMap<string, RawRows>> {
  const found = new Map<string, RawRows>()
  const dataset = await openRunData(host, report, run, { params })
  try {
    const split = ['test', 'validation', 'train'].find((name) => (dataset.summary.splits.get(name)?.size ?? 0) > 0)
    for await (const batch of dataset.batches({
      size: 8192,
      first: 4 * 8192,
      order: 'stable',
      ...(split === undefined ? {} : { split }),
    })) {
      for (const surface of surfaces) {
        const at = batch.surfaces.indexOf(surface)
        const positions = [...batch.surfaceOf.keys()]
          .filter((row) => batch.surfaceOf[row] === at)
          .slice(0, realRowCount)
        if (positions.length > (found.get(surface)?.rows.length ?? 0)) {
          found.set(surface, { surface, raw: batch.raw, views: batch.views, rows: Int32Array.from(positions) })
        }
      }
      if (surfaces.every((surface) => found.get(surface)?.rows.length === realRowCount)) break
    }
    return found
  } finally {
    dataset.close()
  }
}
