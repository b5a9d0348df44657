import { dirname, join } from 'node:path'
import { DiagnosticError, diagnostic, type Report, reportAll } from '../diagnostics/report.ts'
import { emitOnnx, type OnnxArtifact, oldestRuntime } from '../emit/onnx/emit.ts'
import type { Derivation } from '../features/derived/derivation.ts'
import { derivedBehind } from '../features/derived/fits.ts'
import { definitionOf, scalarDefinition } from '../features/kinds.ts'
import { graphCost } from '../graph/cost.ts'
import { featuresReadIn } from '../graph/features-read.ts'
import type { Graph } from '../graph/graph.ts'
import { isOutput } from '../graph/outputs.ts'
import { parallelLists } from '../graph/parallel-lists.ts'
import type { Content } from '../host/content.ts'
import { ContentDigests } from '../host/content-digests.ts'
import type { Host } from '../host/host.ts'
import { during, inPhase } from '../host/progress.ts'
import { sealedJson } from '../host/seal.ts'
import type { CompiledModel } from '../language/elaborate/compile-model.ts'
import { applied, calibratorOf } from '../learn/calibrate/calibration.ts'
import { fittedIn, type StoredFits, storedFits } from '../learn/train/stored-fits.ts'
import { fittedSpec } from '../model/fitted-spec.ts'
import type { DataSpec, ModelSpec } from '../model/model-spec.ts'
import { operandsAlone } from '../rows/operands-alone.ts'
import { sealedPieces } from '../runtime/safetensors.ts'
import { alignedLists } from './aligned-lists.ts'
import { openComparedModels } from './compared-models.ts'
import { configPbtxt } from './config-pbtxt.ts'
import { structureDigest, weightsDigest } from './digests.ts'
import { fileDigests } from './export-digests.ts'
import { generatedRows } from './generated-rows.ts'
import { hostEncoding } from './host-encoding.ts'
import { keepOtherSurfaces } from './kept-surfaces.ts'
import { rowsThatKeepContract } from './key-contract.ts'
import { type Manifest, manifestInputs, manifestLevels, manifestOutputs, manifestTables } from './manifest.ts'
import { writeModel } from './model-files.ts'
import { brokenWeights } from './not-finite.ts'
import { refuseForeignFolder } from './out-folder.ts'
import type { HostEncoding, RawRows } from './serving-feeds.ts'
import { type SurfaceGraphs, surfaceGraphs } from './serving-graph.ts'
import { sourceMap } from './source-map.ts'
import { storedVocabularies } from './stored-vocabularies.ts'
import { type Tolerances, verifySurface } from './verify.ts'
import { type Weights, weightsOf } from './weights.ts'

export interface ExportRequest {
  readonly model: CompiledModel
  readonly weights: Weights
  readonly out: string
  /** The model's live ones if undefined; where some are named, others of an export that stands at `out` stay. */
  readonly surfaces?: readonly string[] | undefined
  /** Verify the files of the surfaces that stay. By default true. */
  readonly digests?: boolean | undefined
  /** Real rows of each surface to verify with, beside generated ones. */
  readonly realRows?: (surface: string) => Promise<RawRows | undefined>
  /** Where the weights come from, for provenance.json. */
  readonly provenance: Readonly<Record<string, unknown>>
  /** Fills more of the folder that is put in place: build's `training/`. */
  readonly beside?: (folder: string) => void
  readonly progress?: (line: string) => void
}

export interface ExportedSurface {
  readonly surface: string
  readonly folder: string
  readonly manifest: Manifest
  readonly tolerances: Tolerances
}

/** Rows generated for verification, of each surface. */
const generatedCount = 96

/**
 * Writes a Triton model repository: one verified graph per surface. Everything is written and scored in a temporary folder beside
 * `out` and renamed into place when no invariant is violated. Throws DiagnosticError, leaving what was there.
 */
export async function exportModel(
  host: Host,
  report: Report,
  request: ExportRequest,
): Promise<readonly ExportedSurface[]> {
  const { model, out } = request
  const spec = fittedSpec(model.spec, request.weights.fits)
  refuseForeignFolder(host, out)
  const surfaces = request.surfaces ?? spec.live.names
  const graphsOf = inPhase(host.progress, ['make-graph'], () =>
    surfaceGraphs(spec, model.graph, request.weights.vocabularies),
  )
  const exported: ExportedSurface[] = []
  const digests = new ContentDigests()
  const sentinels = sentinelsOf(spec)
  const encoding = hostEncoding(spec, request.weights.vocabularies, sentinels)
  await host.writeFolderAtomic(out, async (folder) => {
    for (const [i, surface] of surfaces.entries()) {
      const phase = (name: 'write-surface' | 'verify-surface') => [name, surfaces.length, i] as const
      request.progress?.(`exporting ${surface}`)
      const graphs = inPhase(host.progress, ['make-graph'], () => graphsOf(surface))
      const underway = { folder, spec, surface, graphs, sentinels, encoding, digests }
      refuseNoFeatures(request, underway)
      refuseBrokenWeights(request, underway)
      const { manifest, artifact, weights, texts } = inPhase(host.progress, phase('write-surface'), () =>
        writeSurface(host, request, underway),
      )
      const tolerances = await during(host.progress, phase('verify-surface'), () =>
        verified(host, report, request, underway, artifact),
      )
      const place = join(folder, 'serving', surface)
      const base = dirname(dirname(model.entry))
      const sourcemap = json(sourceMap(model, graphs.served, base))
      host.writeAtomic(join(place, 'sourcemap.json'), sourcemap)
      const files = fileDigests(artifact, { ...texts, 'sourcemap.json': sourcemap })
      const stored = { ...request.provenance, tolerances, verified_with: { threads: 1 }, files }
      host.writeAtomic(join(place, 'provenance.json'), sealedJson(stored))
      host.writeAtomic(join(place, 'checkpoint.safetensors'), checkpoint(underway, weights, request.weights))
      exported.push({ surface, folder: join(out, 'serving', surface), manifest, tolerances })
    }
    host.remove(join(folder, 'verify'))
    request.beside?.(folder)
    if (request.surfaces !== undefined) {
      keepOtherSurfaces(host, out, folder, surfaces, request.digests ?? true)
    }
  })
  return exported
}

interface Written {
  readonly manifest: Manifest
  readonly artifact: OnnxArtifact
  readonly weights: ReturnType<typeof weightsOf>
  /** Files that are text, by path in the surface's folder. */
  readonly texts: Readonly<Record<string, string>>
}

/** One surface on its way into the folder that is filled. */
interface Underway {
  readonly folder: string
  /** With what its features were fitted to. */
  readonly spec: ModelSpec
  readonly surface: string
  readonly graphs: SurfaceGraphs
  readonly sentinels: ReadonlyMap<string, number | string>
  /** All surfaces share its vocabularies' positions. */
  readonly encoding: HostEncoding
  readonly digests: ContentDigests
}

/** A graph has as many rows as its inputs: without one it has no number of them. Errors: CTR7023. */
function refuseNoFeatures({ model: { spec, origins } }: ExportRequest, { surface, graphs }: Underway): void {
  if (graphs.served.ops.some((op) => op.kind === 'input' && op.type.rows.kind === 'level')) return
  throw new DiagnosticError([diagnostic('CTR7023', origins.get(spec), { surface, model: spec.name })])
}

/** A weight that is no number is no weight, whether or not a row of verification meets it. Errors: CTR7021. */
function refuseBrokenWeights({ model, weights }: ExportRequest, { surface, graphs }: Underway): void {
  const broken = brokenWeights(graphs.served, weightsOf(graphs.served, weights, surface))
  if (broken.length === 0) return
  const span = model.origins.get(model.spec)
  throw new DiagnosticError(broken.map((each) => diagnostic('CTR7021', span, { surface, ...each })))
}

function writeSurface(host: Host, request: ExportRequest, underway: Underway): Written {
  const { folder, spec, surface, graphs, sentinels, digests } = underway
  const dedupe = levelsInGraph(spec).filter((level) => isReached(graphs.served, level))
  const weights = weightsOf(graphs.served, request.weights, surface)
  const fits = fitsOf(underway, request.weights)
  const artifact = emitOnnx(graphs.served, {
    name: `${spec.name}.${surface}`,
    documentation: `${spec.name} on ${surface}: raw features in, one calibrated probability per task out`,
    rows: dedupe.length > 0 ? { kind: 'dedup', levels: dedupe, keys: keyTypes(spec) } : { kind: 'plain' },
    weights: { values: weights },
    vocabularies: request.weights.vocabularies,
    sentinels,
    external: true,
    digests,
  })
  const inputs = manifestInputs(spec, surface, artifact)
  const place = join(folder, 'serving', surface)
  const [blobs, alsoIn] = [join(folder, 'blobs'), join(folder, 'verify', 'blobs')]
  writeModel(host, { blobs, alsoIn, place: join(place, '1'), name: 'model.onnx' }, artifact)
  const cost = graphCost(graphs.served)
  const manifest: Manifest = {
    ctrc: 1,
    model: spec.name,
    surface,
    inputs,
    outputs: manifestOutputs(artifact),
    opset: artifact.opset,
    runtime: { onnxruntime: oldestRuntime },
    levels: manifestLevels(spec, dedupe),
    passes: graphs.passes,
    tables: manifestTables(graphs.served),
    ...(Object.keys(fits).length === 0 ? {} : { fits }),
    cost: {
      parameters: cost.parameters + cost.tableParameters,
      multiply_adds: Object.fromEntries(cost.multiplyAdds),
    },
    digests: {
      structure: structureDigest(graphs.pruned, inputs, dedupe, derivationsIn(request.model, graphs.pruned)),
      weights: weightsDigest(weights, fits, digests),
    },
  }
  const texts = { 'config.pbtxt': configPbtxt(surface, artifact), 'manifest.json': json(manifest) }
  for (const [name, text] of Object.entries(texts)) host.writeAtomic(join(place, name), text)
  return { manifest, artifact, weights, texts }
}

/** Errors: CTR7001, CTR7002 where an invariant does not hold. */
async function verified(
  host: Host,
  report: Report,
  request: ExportRequest,
  underway: Underway,
  artifact: OnnxArtifact,
): Promise<Tolerances> {
  const { model, weights } = request
  const { calibration, vocabularies } = weights
  const { spec, surface, graphs, sentinels } = underway
  const parallel = parallelLists(graphs.pruned)
  const operands = operandsAlone(spec, new Set(featuresReadIn(graphs.pruned)))
  const rows = generatedRows(spec, surface, generatedCount, vocabularies, operands)
  const generated = alignedLists(rows, parallel, spec)
  const real = await request.realRows?.(surface)
  const grouped = levelsInGraph(spec)
  const sets = [{ rows: generated, real: false }, ...(real === undefined ? [] : [{ rows: real, real: true }])]
  const models = await openComparedModels(host, { ...underway, weights, artifact })
  try {
    const { diagnostics, tolerances } = await verifySurface({
      surface,
      tasks: tasksOf(graphs.pruned),
      models,
      rowSets: sets.map((set) => ({ ...set, rows: rowsThatKeepContract(graphs.served, grouped, sentinels, set.rows) })),
      calibrator: (task, view) =>
        applied(spec.calibrations.has(task) ? calibratorOf(calibration, task, surface, view) : undefined),
      span: model.origins.get(model.spec),
    })
    reportAll(report, diagnostics)
    return tolerances
  } finally {
    await models.close()
  }
}

/**
 * Sentinels that are made missing where an input arrives: of what no op knows them, and of level keys, since rows without a key are
 * groups of their own. Other numbers have theirs in the graph.
 */
const sentinelsOf = ({ features, levelKeys }: DataSpec): ReadonlyMap<string, number | string> =>
  new Map(
    [...features.values()].flatMap(({ name, type, missing }): [string, number | string][] =>
      missing !== undefined && (definitionOf(type).graph.clearsSentinel || levelKeys.has(name))
        ? [[name, missing]]
        : [],
    ),
  )

const tasksOf = (graph: Graph): readonly string[] => graph.outputs.filter(isOutput('logit')).map(({ task }) => task)

/** Levels that `serve` dedupes and whose keys a caller can give. */
const levelsInGraph = ({ levels, serve }: ModelSpec): readonly string[] =>
  levels.names.filter((level) => serve?.dedupe.includes(level) && level !== levels.row)

/** A surface's files leave out levels at which it has no values. */
const isReached = ({ ops }: Graph, level: string): boolean =>
  ops.some(({ type: { rows } }) => rows.kind === 'level' && rows.level === level)

const keyTypes = ({ levelKeys }: DataSpec): ReadonlyMap<string, 'int64' | 'string'> =>
  new Map(
    [...levelKeys.values()].map(({ name, type }) => [
      name,
      scalarDefinition(type).graph.value.dtype === 'string' ? 'string' : 'int64',
    ]),
  )

/** Of the features that a graph reads, and of those behind them; what they were fitted to is part of the weights. */
const derivationsIn = ({ spec: { features } }: CompiledModel, graph: Graph): ReadonlyMap<string, Derivation> =>
  new Map(
    derivedBehind(features, featuresReadIn(graph)).flatMap((name): [string, Derivation][] => {
      const derivation = features.get(name)?.derivation
      return derivation === undefined ? [] : [[name, derivation]]
    }),
  )

/** Files of surfaces that fit no feature are what they were before there were any. */
function checkpoint(underway: Underway, values: Written['weights'], weights: Weights): Content {
  const fits = fitsOf(underway, weights)
  return sealedPieces({
    tensors: values,
    metadata: new Map([
      ['vocabularies', storedVocabularies(underway.graphs.served, weights.vocabularies)],
      ...(Object.keys(fits).length === 0 ? [] : [['fits', JSON.stringify(fits)] as const]),
    ]),
  })
}

/** Of the features that the surface reads: as it was before they were derived, the graph has them as inputs. */
const fitsOf = ({ spec, graphs }: Underway, { fits }: Weights): StoredFits =>
  storedFits(spec.features, fits, fittedIn(graphs.pruned, spec.features))

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
