import { DiagnosticError, diagnostic, type Report } from '../../diagnostics/report.ts'
import type { HostTensor } from '../../graph/tensor.ts'
import type { Vocabulary } from '../../graph/vocabulary.ts'
import type { Host } from '../../host/host.ts'
import type { CompiledModel } from '../../language/elaborate/compile-model.ts'
import { projectOf } from '../../language/resolve/project.ts'
import type { Dataset } from '../../model/dataset.ts'
import { type OpenDataset, openDataset } from '../../rows/dataset.ts'
import type { Scorer } from '../../runtime/scorer.ts'
import { inputsOf, trainedValues } from '../../runtime/values.ts'
import { readCheckpoint } from './checkpoint.ts'
import { type ScoringGraphs, scoringGraphs } from './graphs.ts'
import { keptDeclarations, readKeptSpec } from './kept-spec.ts'
import { damaged, type RunFolder, runFolder } from './run-folder.ts'
import { changesSince, misread, type RunRecord, readRecord } from './run-record.ts'
import { readVocabularies } from './vocabulary-file.ts'

/** A run with weights, and the program that it was made from. */
export interface OpenRun {
  readonly files: RunFolder
  readonly record: RunRecord
  readonly model: CompiledModel
  /** Of the model. */
  readonly graphs: ScoringGraphs
  /** Parameters and tables of the best checkpoint, by port name. */
  readonly values: ReadonlyMap<string, HostTensor>
  readonly vocabularies: ReadonlyMap<string, Vocabulary>
  /** Steps behind the best checkpoint: what a calibration belongs to. */
  readonly step: number
}

/**
 * Opens a run's best checkpoint, with the spec that it keeps, or as a version of it that may differ in what weights do not depend on
 * (training, data, serving). Throws DiagnosticError: CTR5002 no run, CTR5003 a version of another model, CTR5004 a damaged file,
 * CTR5005 no weights yet, CTR5014 a run that keeps no spec.
 */
export function openRun(host: Host, report: Report, folder: string, version?: CompiledModel): OpenRun {
  const { files, record, model } = openRunModel(host, report, folder, version)
  const best = readCheckpoint(host, files.best, trainedValues(model.graph))
  const vocabularies = readVocabularies(host, files)
  // Vocabularies are written before run.json, the best checkpoint before the journal has its evaluation.
  if (vocabularies === undefined) throw damaged(files.vocabularies, 'there is no such file')
  if (best === undefined) {
    if ((host.readText(files.journal) ?? '') !== '') throw damaged(files.best, 'there is no such file')
    throw new DiagnosticError([diagnostic('CTR5005', undefined, { folder })])
  }
  const graphs = scoringGraphs(model.graph)
  return { files, record, model, graphs, values: best.values, vocabularies, step: best.progress.step }
}

/** A run's model alone, which it has before it has weights. Throws as `openRun`. */
export function openRunModel(
  host: Host,
  report: Report,
  folder: string,
  version?: CompiledModel,
): Pick<OpenRun, 'files' | 'record' | 'model'> {
  const files = runFolder(host, folder)
  const record = readRecord(host, files)
  if (record === undefined) throw new DiagnosticError([diagnostic('CTR5002', undefined, { folder })])
  const model = version === undefined ? keptModel(host, report, files, record) : fitting(host, files, record, version)
  return { files, record, model }
}

function keptModel(host: Host, report: Report, files: RunFolder, record: RunRecord): CompiledModel {
  const model = readKeptSpec(host, report, files, record.model)
  const changed = misread(record, model)
  if (changed.length > 0) throw damaged(files.spec, `this is not what was trained: ${changed.join(', ')}`)
  return model
}

function fitting(host: Host, files: RunFolder, record: RunRecord, version: CompiledModel): CompiledModel {
  const changed = changesSince(keptDeclarations(host, files, record.model), version, false)
  if (changed.length === 0) return version
  throw new DiagnosticError([diagnostic('CTR5003', undefined, { folder: files.folder, changed })])
}

/** Which rows a run is scored on: by default its own dataset. */
export interface DataRequest {
  readonly dataset?: string | undefined
  /** Beside and before the run's own. */
  readonly params?: ReadonlyMap<string, string> | undefined
}

export interface ScoringRun {
  readonly scorer: Scorer
  readonly dataset: OpenDataset
  close(): Promise<void>
}

/** A run's data as its graph reads it, with the run's vocabularies. Throws DiagnosticError. */
export async function openRunData(
  host: Host,
  report: Report,
  run: OpenRun,
  request: DataRequest,
): Promise<OpenDataset> {
  const { model, record, graphs } = run
  const { spec, origins } = model
  const params = new Map([...Object.entries(record.params), ...(request.params ?? [])])
  const named = datasetNamed(run, request.dataset ?? record.dataset)
  const inputs = inputsOf(graphs.encoded())
  const dataset = await openDataset(host, report, spec, named, {
    params,
    project: projectOf(host, model.entry),
    inputs,
    threads: record.threads,
    origins,
  })
  dataset.useVocabularies(run.vocabularies)
  return dataset
}

/** The run's forward graph on ONNX Runtime, and its data. Throws DiagnosticError. */
export async function openForScoring(
  host: Host,
  report: Report,
  run: OpenRun,
  request: DataRequest,
): Promise<ScoringRun> {
  const { record, values, graphs } = run
  const dataset = await openRunData(host, report, run, request)
  try {
    const { openNativeScorer } = await import('../../runtime/native-scorer.ts')
    const scorer = await openNativeScorer({ forward: graphs.forward(), values, threads: record.threads })
    return {
      scorer,
      dataset,
      async close() {
        await scorer.dispose()
        dataset.close()
      },
    }
  } catch (error) {
    dataset.close()
    throw error
  }
}

function datasetNamed({ model: { spec, origins } }: OpenRun, name: string): Dataset {
  const dataset = spec.datasets.get(name)
  if (dataset !== undefined) return dataset
  throw new DiagnosticError([
    diagnostic('CTR1501', origins.get(spec), { kind: 'dataset', name, near: [...spec.datasets.keys()][0] }),
  ])
}
