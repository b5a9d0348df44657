import { join } from 'node:path'
import { DiagnosticError, diagnostic, type Report } from '../diagnostics/report.ts'
import { emitTfjs, tfjsFileNames } from '../emit/tfjs/emit-tfjs.ts'
import type { Graph } from '../graph/graph.ts'
import type { HostTensor } from '../graph/tensor.ts'
import type { Vocabulary } from '../graph/vocabulary.ts'
import type { Host } from '../host/host.ts'
import type { OpenFile } from '../host/open-file.ts'
import type { CompiledModel } from '../language/elaborate/compile-model.ts'
import { lossGraph, type ScoringGraphs, scoringGraphs } from '../learn/train/graphs.ts'
import { startingWeights } from '../learn/train/initial-values.ts'
import type { Train } from '../model/train.ts'
import { usual } from '../optimizers/chosen.ts'
import { readVocabulary } from '../rows/vocabularies.ts'
import { readHeader, readTensor, SafetensorsError, type StoredEntry } from '../runtime/safetensors.ts'
import { storedDifferences } from '../runtime/stored-differences.ts'
import { trainedValues } from '../runtime/values.ts'
import { type ExportedSurface, exportModel } from './export.ts'
import { chosenSurfaces, exportRun } from './export-run.ts'
import { refuseForeignFolder } from './out-folder.ts'

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
  readonly version: string
  readonly progress?: (line: string) => void
}

/**
 * DIR/training/ (the tfjs module) and DIR/serving/ (verified graphs) of a checked spec. Weights start from the seed, or come from a run or
 * a file. Throws DiagnosticError (CTR7003-CTR7006 and export's own); what was at `out` stays until everything is verified.
 */
export async function build(host: Host, report: Report, request: BuildRequest): Promise<readonly ExportedSurface[]> {
  const { model, out, version } = request
  const { spec, origins, graph } = model
  refuseForeignFolder(host, out)
  const beside = (folder: string, { encoded }: ScoringGraphs = scoringGraphs(graph)): void =>
    writeTraining(host, join(folder, 'training'), encoded(), spec.train, version)
  const progress = request.progress === undefined ? {} : { progress: request.progress }
  if (request.from !== undefined) {
    const { surface, from: run } = request
    return exportRun(host, report, {
      ...{ run, model, out, surface, version, ...progress },
      beside: (folder, { graphs }) => beside(folder, graphs),
    })
  }
  const fits = whatFits(model)
  if (fits !== undefined && !request.untrained && request.weights === undefined) {
    throw new DiagnosticError([diagnostic('CTR7006', origins.get(spec), { model: spec.name, what: fits })])
  }
  const values =
    request.weights === undefined
      ? startingWeights(graph, spec.train?.seed ?? 1)
      : valuesFrom(host, request.weights, graph)
  return exportModel(host, report, {
    model,
    weights: { values, vocabularies: unfittedVocabularies(host, model), calibration: undefined },
    out,
    surfaces: chosenSurfaces(model, request.surface),
    provenance: { ctrc: version, weights: request.weights ?? 'initial', seed: spec.train?.seed ?? 1 },
    beside: (folder) => beside(folder),
    ...progress,
  })
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
  const fitted = graph.tables.filter(({ rule }) => rule.kind === 'vocabulary' && rule.file === undefined)
  const parts = [
    ...(fitted.length === 0 ? [] : [`vocabularies (${fitted.map(({ name }) => name).join(', ')})`]),
    ...(spec.calibrations.size === 0 ? [] : [`calibrators (${[...spec.calibrations.keys()].sort().join(', ')})`]),
    ...(spec.datasets.size === 0 || spec.train === undefined ? [] : ['weights']),
  ]
  return parts.length === 0 ? undefined : parts.join(' and ')
}

/** Words of vocabulary files; a vocabulary that is to be fitted has none yet, every word is out-of-vocabulary. */
const unfittedVocabularies = (host: Host, { spec, origins, graph }: CompiledModel): ReadonlyMap<string, Vocabulary> =>
  new Map(
    graph.tables.flatMap(({ name, rule }): [string, Vocabulary][] => {
      if (rule.kind !== 'vocabulary') return []
      const table = spec.tables.get(name)
      if (table !== undefined && rule.file !== undefined) return [[name, readVocabulary(host, table, origins)]]
      return [
        [
          name,
          rule.of === 'id'
            ? { table: name, of: 'id', ids: new BigInt64Array() }
            : { table: name, of: 'string', words: [] },
        ],
      ]
    }),
  )

/** The graph's weights by name from a safetensors file, of which nothing else is read. Errors: CTR7004, CTR7005, CTR7010. */
function valuesFrom(host: Host, path: string, graph: Graph): ReadonlyMap<string, HostTensor> {
  const damaged = (reason: string) => new DiagnosticError([diagnostic('CTR7010', undefined, { path, reason })])
  const file = host.openRead(path)
  if (file === undefined) throw damaged('there is no such file')
  try {
    const { entries } = readHeader(file)
    return new Map(chosenEntries(entries, path, graph).map(([name, entry]) => [name, readFloats(file, entry)]))
  } catch (error) {
    throw error instanceof SafetensorsError ? damaged(error.message) : error
  } finally {
    file.close()
  }
}

/** What the graph trains, each of the graph's own shape; what else the file holds is left. Errors: CTR7004, CTR7005. */
function chosenEntries(
  entries: ReadonlyMap<string, StoredEntry>,
  path: string,
  graph: Graph,
): readonly (readonly [string, StoredEntry])[] {
  const wanted = trainedValues(graph)
  const differences = storedDifferences(wanted, entries)
  const missing = differences.filter(({ kind }) => kind === 'missing').map(({ name }) => name)
  if (missing.length > 0) {
    const names = `${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ', ...' : ''}`
    throw new DiagnosticError([diagnostic('CTR7004', undefined, { names, count: missing.length, from: path })])
  }
  for (const difference of differences) {
    if (difference.kind !== 'shape') continue
    const { name, found, expected } = difference
    throw new DiagnosticError([diagnostic('CTR7005', undefined, { name, found, expected, from: path })])
  }
  return wanted.flatMap(({ name }) => {
    const entry = entries.get(name)
    return entry === undefined ? [] : [[name, entry] as const]
  })
}

function readFloats(file: OpenFile, entry: StoredEntry): HostTensor {
  const tensor = readTensor(file, entry)
  if (tensor.dtype === 'float32') return tensor
  throw new Error('the entry is no float32')
}
