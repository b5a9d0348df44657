import { DiagnosticError, diagnostic } from '../diagnostics/report.ts'
import type { Graph } from '../graph/graph.ts'
import { SurfaceSet } from '../graph/surfaces.ts'
import type { HostTensor } from '../graph/tensor.ts'
import type { Host } from '../host/host.ts'
import type { OpenFile } from '../host/open-file.ts'
import type { CompiledModel } from '../language/elaborate/compile-model.ts'
import { renamedFrom } from '../language/fix/renamed-from.ts'
import { calibratedPlaces } from '../learn/calibrate/calibration-fault.ts'
import { startingSeed, startingWeights } from '../learn/train/initial-values.ts'
import { fittedIn, unfittedFits } from '../learn/train/stored-fits.ts'
import { vocabularyFault } from '../learn/train/vocabulary-fault.ts'
import { runPasses } from '../passes/pipeline.ts'
import { prune } from '../passes/prune.ts'
import { isIntact, readHeader, readTensor, SafetensorsError, type SafetensorsFile } from '../runtime/safetensors.ts'
import { storedDifferences } from '../runtime/stored-differences.ts'
import { type TrainedValue, trainedValues } from '../runtime/values.ts'
import { damagedExport, readOfExport } from './damaged-export.ts'
import { calibrationIn, fitsIn, vocabulariesIn } from './fitted-in-file.ts'
import { unfittedVocabularies } from './unfitted-vocabularies.ts'
import type { Weights } from './weights.ts'

export interface WeightsFileOptions {
  /** Vocabularies and calibrators that the file lacks stay unfitted; else they are required. */
  readonly untrained: boolean
  /** Verify the file's own digest, where it holds one. */
  readonly digests: boolean
  /** The one surface that is built: an export's checkpoint.safetensors holds what that reads. Undefined: all. */
  readonly surface?: string | undefined
}

/**
 * A model's weights by name, or by the name that `renamed from` declares, from a safetensors file; what else the file holds is left. Vocabularies
 * and calibrators belong to weights: they are taken from the file, which is an export's checkpoint.safetensors where there are any. Weights of
 * other surfaces than the one that is built start as they would. Errors: CTR7004, CTR7005 other weights than the model's,
 * CTR7010 a damaged file, CTR7022 no vocabularies or calibrators.
 */
export function weightsFromFile(host: Host, path: string, model: CompiledModel, options: WeightsFileOptions): Weights {
  const { surface } = options
  const graph = surface === undefined ? model.graph : runPasses(model.graph, [prune(SurfaceSet.of([surface]))])
  const wanted = trainedValues(graph)
  const tables = new Set(wanted.map(({ table }) => table))
  const file = openFile(host, path)
  try {
    const header = underPresentNames(readHeader(file), model.graph)
    refuseOtherWeights(header, path, wanted, model)
    const digest = header.metadata.get('digest')
    if (options.digests && digest !== undefined && !isIntact(file, digest))
      throw new SafetensorsError('it was changed after it was written (its SHA-256 is not the one that it records)')
    const vocabularies = vocabulariesIn(
      header,
      model.graph.tables.filter(({ name }) => tables.has(name)),
    )
    const calibration = calibrationIn(file, header, calibratedPlaces({ spec: model.spec, graph }))
    const { features } = model.spec
    const fits = fitsIn(header, features, fittedIn(graph, features))
    const missing = [...vocabularies.missing, ...fits.missing, ...calibration.missing]
    if (missing.length > 0 && !options.untrained)
      throw new DiagnosticError([diagnostic('CTR7022', undefined, { path, model: model.spec.name, missing })])
    const words = new Map([...unfittedVocabularies(host, model), ...vocabularies.found])
    const fault = vocabularyFault(model.graph.tables, words)
    if (fault !== undefined) throw new SafetensorsError(`of its vocabularies, ${fault}`)
    const values = new Map([
      ...startingWeights(model.graph, startingSeed(model.spec)),
      ...valuesIn(file, header, wanted),
    ])
    const unfitted = unfittedFits(features, fittedIn(model.graph, features))
    return {
      ...{ values, vocabularies: words, calibration: calibration.found },
      fits: new Map([...unfitted, ...fits.found]),
    }
  } catch (error) {
    throw error instanceof SafetensorsError ? damagedExport(path, error.message) : error
  } finally {
    file.close()
  }
}

/** A renamed parameter that the file has under its earlier name alone. */
function underPresentNames(file: SafetensorsFile, { parameters }: Graph): SafetensorsFile {
  const entries = new Map(file.entries)
  for (const { name, renamedFrom } of parameters) {
    const earlier = renamedFrom === undefined ? undefined : file.entries.get(renamedFrom)
    if (earlier !== undefined && !entries.has(name)) entries.set(name, earlier)
  }
  return { ...file, entries }
}

function openFile(host: Host, path: string): OpenFile {
  const file = readOfExport(() => host.openRead(path))
  if (file === undefined) throw damagedExport(path, 'there is no such file')
  return file
}

/** What the graph trains must be there, of the graph's own shapes and types. Errors: CTR7004, CTR7005. */
function refuseOtherWeights(
  { entries }: SafetensorsFile,
  path: string,
  wanted: readonly TrainedValue[],
  model: CompiledModel,
): void {
  const differences = storedDifferences(wanted, entries)
  const missing = differences.filter(({ kind }) => kind === 'missing').map(({ name }) => name)
  if (missing.length > 0) {
    const names = `${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ', ...' : ''}`
    const known = new Set(wanted.map(({ name }) => name))
    const lost = wanted.filter(({ name }) => missing.includes(name))
    const fixes = renamedFrom(
      model,
      lost,
      [...entries.values()].filter(({ name }) => !known.has(name)),
    )
    const at = { names, count: missing.length, from: path }
    throw new DiagnosticError([diagnostic('CTR7004', fixes[0]?.edits[0]?.span, at, { fixes })])
  }
  for (const difference of differences) {
    if (difference.kind !== 'shape') continue
    const { name, found, expected } = difference
    throw new DiagnosticError([diagnostic('CTR7005', undefined, { name, found, expected, from: path })])
  }
}

function valuesIn(
  file: OpenFile,
  { entries }: SafetensorsFile,
  wanted: readonly TrainedValue[],
): ReadonlyMap<string, HostTensor> {
  return new Map(
    wanted.flatMap(({ name }): [string, HostTensor][] => {
      const entry = entries.get(name)
      if (entry === undefined) return []
      const tensor = readTensor(file, entry)
      if (tensor.dtype !== 'float32') throw new Error('the entry is no float32')
      return [[name, tensor]]
    }),
  )
}
