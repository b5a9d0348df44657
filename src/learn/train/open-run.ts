import { DiagnosticError, diagnostic, type Report } from '../../diagnostics/report.ts'
import type { Fits } from '../../features/derived/fits.ts'
import { parallelLists } from '../../graph/parallel-lists.ts'
import type { HostTensor } from '../../graph/tensor.ts'
import type { Vocabulary } from '../../graph/vocabulary.ts'
import { artifactFolders } from '../../host/artifact-folders.ts'
import type { Host } from '../../host/host.ts'
import { holderOf } from '../../host/lock.ts'
import { during, inPhase } from '../../host/progress.ts'
import type { CompiledModel } from '../../language/elaborate/compile-model.ts'
import { type OpenDataset, openDataset } from '../../rows/dataset.ts'
import type { Scorer } from '../../runtime/scorer.ts'
import { inputsOf, trainedValues } from '../../runtime/values.ts'
import { readCheckpoint, readProgress } from './checkpoint.ts'
import { datasetNamed } from './dataset-named.ts'
import { readFits } from './fits-file.ts'
import { type ScoringGraphs, scoringGraphs } from './graphs.ts'
import { type KeptFiles, keptDeclarations, notAsTrained, readKeptSpec } from './kept-spec.ts'
import { paramsHere } from './params-here.ts'
import { projectOfRun } from './project-of-run.ts'
import { damaged, type RunFolder, readRunText, runFolder } from './run-folder.ts'
import { changesSince, misread, type RunRecord, readRecord, runIdentity } from './run-record.ts'
import type { Progress } from './selection.ts'
import { fittedIn } from './stored-fits.ts'
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
  readonly fits: Fits
  /** Steps behind the best checkpoint. */
  readonly step: number
  /** SHA-256 of the best checkpoint: what a calibration belongs to. */
  readonly checkpoint: string
  /** Whether the digests of the run's files were verified. */
  readonly digests: boolean
}

export interface OpenRunOptions {
  /** A version of the model that is taken in place of the kept one; it may differ in what weights do not depend on. */
  readonly version?: CompiledModel | undefined
  /** Verify the digests of the files, which reads large ones once more. By default true. */
  readonly digests?: boolean | undefined
}

/**
 * Opens a run's best checkpoint, with the spec that it keeps, or as a version of it that may differ in what weights do not depend on
 * (training, data, serving). Throws DiagnosticError: CTR5002 no run, CTR5003 a version of another model, CTR5004 a damaged file,
 * CTR5005 no weights yet, CTR5014 a run of an older version.
 */
export const openRun = (host: Host, report: Report, folder: string, options: OpenRunOptions = {}): OpenRun =>
  inPhase(host.progress, ['open-run'], () => opened(host, report, folder, options))

function opened(host: Host, report: Report, folder: string, options: OpenRunOptions): OpenRun {
  const { files, record, model, digests } = openRunModel(host, report, folder, options)
  const run = runIdentity(record)
  const values = trainedValues(model.graph)
  // Before the best one: where a training goes on meanwhile, that can only be newer.
  const last = lastProgress(host, files, run)
  const best = readCheckpoint(host, files.best, { kind: 'best', run, values, digests })
  const vocabularies = keptVocabularies(host, files, record, model, digests)
  const fits = keptFits(host, files, record, model, digests)
  if (best === undefined) {
    if (hadWeights(host, files, last)) throw damaged(files.best, 'there is no such file')
    throw new DiagnosticError([diagnostic('CTR5005', undefined, { folder, trainedBy: holderOf(host, folder) })])
  }
  refuseOtherBest(files, last, best.progress.step)
  const graphs = scoringGraphs(model.graph)
  const { progress, digest } = best
  return {
    ...{ files, record, model, graphs, vocabularies, fits, digests },
    ...{ values: best.values, step: progress.step, checkpoint: digest },
  }
}

/** Those that the run was trained with: written before run.json, which records their digest. Errors: CTR5004. */
export function keptVocabularies(
  host: Host,
  files: RunFolder,
  { files: recorded }: RunRecord,
  { graph }: CompiledModel,
  digests: boolean,
): ReadonlyMap<string, Vocabulary> {
  const { 'vocabularies.json': digest } = recorded
  if (digests && digest === undefined) throw damaged(files.record, 'it records no digest of vocabularies.json')
  const expected = { tables: graph.tables, digest: digests ? digest : undefined }
  const vocabularies = readVocabularies(host, files, expected)
  if (vocabularies === undefined) throw damaged(files.vocabularies, 'there is no such file')
  return vocabularies
}

/** As the vocabularies are: written before run.json. Errors: CTR5004. */
export function keptFits(
  host: Host,
  files: RunFolder,
  { files: recorded }: RunRecord,
  model: CompiledModel,
  digests: boolean,
): Fits {
  const { 'fits.json': digest } = recorded
  if (digests && digest === undefined && fittedIn(model.graph, model.spec.features).length > 0)
    throw damaged(files.record, 'it records no digest of fits.json')
  return readFits(host, files, model, digests ? digest : undefined)
}

/** Whether the training came to its first evaluation, which writes the best checkpoint before it writes anything else. */
function hadWeights(host: Host, files: RunFolder, last: Progress | undefined): boolean {
  if ((readRunText(host, files.journal) ?? '') !== '') return true
  return last !== undefined && (last.finished || last.best !== null)
}

/**
 * An older best checkpoint of the same run in place of the best. The last one names the best of its time; only where the process ended
 * between writing the two is the best one newer. Errors: CTR5004.
 */
function refuseOtherBest(files: RunFolder, last: Progress | undefined, step: number): void {
  if (last === undefined || last.best === null || last.best.step === step || step > last.step) return
  throw damaged(files.best, `it is of step ${step}, the run's best is of step ${last.best.step}`)
}

/** Undefined where the last checkpoint is missing or damaged: only resuming needs it. */
function lastProgress(host: Host, files: RunFolder, run: string): Progress | undefined {
  try {
    return readProgress(host, files.last, { kind: 'last', run })
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined
    throw error
  }
}

/** A run's model alone, which it has before it has weights. Throws as `openRun`. */
export function openRunModel(
  host: Host,
  report: Report,
  folder: string,
  { version, digests = true }: OpenRunOptions = {},
): Pick<OpenRun, 'files' | 'record' | 'model' | 'digests'> {
  const files = runFolder(host, folder)
  const record = readRecord(host, files, digests)
  if (record === undefined)
    throw new DiagnosticError([diagnostic('CTR5002', undefined, { folder, found: artifactFolders(host, folder) })])
  if (!digests) report('CTR5015', undefined, { path: folder })
  const kept = { files, digests: digests ? record.files : undefined, version: record.ctrc }
  const model = version === undefined ? keptModel(host, report, kept, record) : fitting(host, kept, record, version)
  return { files, record, model, digests }
}

function keptModel(host: Host, report: Report, kept: KeptFiles, record: RunRecord): CompiledModel {
  const model = readKeptSpec(host, report, kept, record.model)
  const changed = misread(record, model)
  if (changed.length > 0) throw notAsTrained(kept, `this is not what was trained: ${changed.join(', ')}`)
  return model
}

function fitting(host: Host, kept: KeptFiles, record: RunRecord, version: CompiledModel): CompiledModel {
  const changed = changesSince(keptDeclarations(host, kept, record.model), version, false)
  if (changed.length === 0) return version
  throw new DiagnosticError([diagnostic('CTR5003', undefined, { folder: kept.files.folder, changed })])
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
  const params = new Map([...paramsHere(host, record), ...(request.params ?? [])])
  const named = datasetNamed(spec, request.dataset ?? record.dataset)
  const inputs = inPhase(host.progress, ['make-graph'], () => inputsOf(graphs.encoded()))
  const dataset = await openDataset(host, report, spec, named, {
    params,
    given: request.params ?? new Map(),
    project: projectOfRun(host, run.files, model),
    madeIn: record.folder,
    inputs,
    parallel: parallelLists(model.graph),
    threads: record.threads,
    origins,
  })
  dataset.useVocabularies(run.vocabularies)
  dataset.useFits(run.fits)
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
    const forward = inPhase(host.progress, ['make-graph'], () => graphs.forward())
    const scorer = await during(host.progress, ['start-engine'], () =>
      openNativeScorer({ forward, values, threads: record.threads }),
    )
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
