import { join } from 'node:path'
import { DiagnosticError, diagnostic, type Report } from '../diagnostics/report.ts'
import { emitTfjs, tfjsFileNames } from '../emit/tfjs/emit-tfjs.ts'
import { type Graph, isFitted } from '../graph/graph.ts'
import type { Host } from '../host/host.ts'
import { inPhase } from '../host/progress.ts'
import type { CompiledModel } from '../language/elaborate/compile-model.ts'
import { lossGraph, type ScoringGraphs, scoringGraphs } from '../learn/train/graphs.ts'
import { startingSeed, startingWeights } from '../learn/train/initial-values.ts'
import { fittedIn, unfittedFits } from '../learn/train/stored-fits.ts'
import type { Train } from '../model/train.ts'
import { usual } from '../optimizers/chosen.ts'
import { type ExportedSurface, exportModel } from './export.ts'
import { chosenSurfaces, exportRun } from './export-run.ts'
import { refuseForeignFolder } from './out-folder.ts'
import { unfittedVocabularies } from './unfitted-vocabularies.ts'
import type { Weights } from './weights.ts'
import { weightsFromFile } from './weights-file.ts'

export interface BuildRequest {
  readonly model: CompiledModel
  readonly out: string
  readonly surface?: string | undefined
  /** Take a run's weights. */
  readonly from?: string | undefined
  /** Take weights by name from a safetensors file. */
  readonly weights?: string | undefined
  /** Starting weights, although there is something to fit. */
  readonly untrained: boolean
  /** Verify the digests of the run or the file that weights come from. By default true. */
  readonly digests?: boolean | undefined
  readonly version: string
  readonly progress?: (line: string) => void
}

/**
 * DIR/training/ (the tfjs module) and DIR/serving/ (verified graphs) of a checked spec. Weights start from the seed, or come from a run or
 * a file. Throws DiagnosticError (CTR7003-CTR7006, CTR7022 and export's own); what was at `out` stays until everything is verified.
 */
export async function build(host: Host, report: Report, request: BuildRequest): Promise<readonly ExportedSurface[]> {
  const { model, out, version, digests = true } = request
  const { spec, origins, graph } = model
  refuseForeignFolder(host, out)
  const beside = (folder: string, { encoded }: ScoringGraphs = scoringGraphs(graph)): void =>
    inPhase(host.progress, ['write-module'], () =>
      writeTraining(host, join(folder, 'training'), encoded(), spec.train, version),
    )
  const progress = request.progress === undefined ? {} : { progress: request.progress }
  if (request.from !== undefined) {
    const { surface, from: run } = request
    return exportRun(host, report, {
      ...{ run, model, out, surface, digests, version, ...progress },
      beside: (folder, { graphs }) => beside(folder, graphs),
    })
  }
  const fits = whatFits(model)
  if (fits !== undefined && !request.untrained && request.weights === undefined) {
    throw new DiagnosticError([diagnostic('CTR7006', origins.get(spec), { model: spec.name, what: fits })])
  }
  const surfaces = chosenSurfaces(model, request.surface)
  const weights =
    request.weights === undefined
      ? inPhase(host.progress, ['starting-values'], () => startingModel(host, model))
      : fromFile(host, report, request.weights, request)
  return exportModel(host, report, {
    model,
    weights,
    out,
    surfaces,
    digests,
    provenance: { ctrc: version, weights: request.weights ?? 'initial', seed: startingSeed(spec) },
    beside: (folder) => beside(folder),
    ...progress,
  })
}

const startingModel = (host: Host, model: CompiledModel): Weights => ({
  values: startingWeights(model.graph, startingSeed(model.spec)),
  vocabularies: unfittedVocabularies(host, model),
  fits: unfittedFits(model.spec.features, fittedIn(model.graph, model.spec.features)),
  calibration: undefined,
})

function fromFile(
  host: Host,
  report: Report,
  path: string,
  { model, untrained, surface, digests = true }: BuildRequest,
): Weights {
  if (!digests) report('CTR5015', undefined, { path })
  return weightsFromFile(host, path, model, { untrained, digests, surface })
}

function writeTraining(host: Host, folder: string, encoded: Graph, train: Train | undefined, version: string): void {
  const { tasks, ...optimizers } = train ?? { tasks: new Map<string, number>(), ...usual }
  const { module, types, packageJson } = emitTfjs(lossGraph(encoded, { tasks }), {
    version,
    optimizers,
  })
  host.writeAtomic(join(folder, tfjsFileNames.module), module)
  host.writeAtomic(join(folder, tfjsFileNames.types), types)
  host.writeAtomic(join(folder, tfjsFileNames.packageJson), packageJson)
}

/** What a spec has to fit beside weights: its starting values mean nothing. */
function whatFits({ spec, graph }: CompiledModel): string | undefined {
  const fitted = graph.tables.filter(({ rule }) => isFitted(rule))
  const features = fittedIn(graph, spec.features)
  const parts = [
    ...(fitted.length === 0 ? [] : [`vocabularies (${fitted.map(({ name }) => name).join(', ')})`]),
    ...(features.length === 0 ? [] : [`features (${features.join(', ')})`]),
    ...(spec.calibrations.size === 0 ? [] : [`calibrators (${[...spec.calibrations.keys()].sort().join(', ')})`]),
    ...(spec.datasets.size === 0 || spec.train === undefined ? [] : ['weights']),
  ]
  return parts.length === 0 ? undefined : parts.join(' and ')
}
