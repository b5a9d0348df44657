import type { Diagnostic, Span } from '../../diagnostics/diagnostic.ts'
import { DiagnosticError, diagnostic, newReport, type Report } from '../../diagnostics/report.ts'
import { byKey } from '../../diagnostics/text-order.ts'
import { parallelLists } from '../../graph/parallel-lists.ts'
import type { Host } from '../../host/host.ts'
import { inPhase } from '../../host/progress.ts'
import { type CompiledModel, sourcesOf } from '../../language/elaborate/compile-model.ts'
import type { Train } from '../../model/train.ts'
import { labelsToTrainOn } from '../../rows/check/training.ts'
import { type OpenDataset, openDataset } from '../../rows/dataset.ts'
import { rowsOfSplit } from '../../rows/summary.ts'
import type { Trainer } from '../../runtime/trainer.ts'
import { inputsOf } from '../../runtime/values.ts'
import { reportWorseThanBaseRate } from './base-rate.ts'
import { type Checkpoint, readCheckpoint } from './checkpoint.ts'
import { datasetNamed } from './dataset-named.ts'
import { writeFits } from './fits-file.ts'
import { trainingGraphs } from './graphs.ts'
import { initialValues } from './initial-values.ts'
import { cutJournal, type JournalLine } from './journal.ts'
import { type FileDigests, keepSpec, keptDeclarations } from './kept-spec.ts'
import { needOf, refuseNeed } from './memory.ts'
import { keptFits, keptVocabularies, openRun } from './open-run.ts'
import { openTrainer } from './open-trainer.ts'
import { paramsHere } from './params-here.ts'
import { projectOfRun } from './project-of-run.ts'
import { damaged, holdFolder, type RunFolder, runFolder } from './run-folder.ts'
import { changesSince, digestsOf, type RunRecord, readRecord, runIdentity, writeRecord } from './run-record.ts'
import { atStart, type Best } from './selection.ts'
import { type LoopEnd, trainingLoop } from './training-loop.ts'
import { valuesWithSlots } from './values-with-slots.ts'
import { writeVocabularies } from './vocabulary-file.ts'

export interface TrainOptions {
  readonly host: Host
  readonly report: Report
  readonly model: CompiledModel
  /** The model is the one that the run keeps: there is no other version to compare with it. */
  readonly isKept?: boolean
  /** Undefined: the dataset that `train` names. */
  readonly dataset?: string | undefined
  readonly params: ReadonlyMap<string, string>
  /** The run folder. */
  readonly folder: string
  readonly resume: boolean
  /** Undefined: those of the run that is resumed, else `native`, the spec's seed, and `defaultThreads` threads. */
  readonly engine?: string | undefined
  readonly seed?: number | undefined
  readonly threads?: number | undefined
  /** Minutes between two checkpoints at most; evaluations write one too. Undefined: `defaultCheckpointEvery`. */
  readonly checkpointEvery?: number | undefined
  /** Verify the digests of a run that is resumed. By default true. */
  readonly digests?: boolean | undefined
  /** Of ctrc, for run.json. */
  readonly version: string
  /** Aborted: stop after the current step, with a checkpoint. */
  readonly signal?: AbortSignal | undefined
  /** Told of each evaluation as it stands in the journal. */
  readonly evaluated?: ((line: JournalLine) => void) | undefined
}

/** The default: more threads than this hardly help a ranking model, and a run keeps its own number when it is resumed. */
export const defaultThreads = 2

/** Minutes. A kill loses no more than that, however far apart evaluations are. */
export const defaultCheckpointEvery = 10

export interface TrainResult {
  readonly folder: string
  readonly model: string
  readonly engine: string
  readonly seed: number
  readonly steps: number
  /** Trained on, over all epochs: a row of three epochs counts three times. */
  readonly rows: number
  /** Of the training split, each once. */
  readonly distinct: number
  /** How many of the steps are from before this command: those of the checkpoint that it resumed. */
  readonly steps_before: number
  readonly best: (Best & { readonly metric: string }) | null
  readonly seconds: number
}

/**
 * Trains a model into a run folder, or continues there. Throws DiagnosticError for what is wrong with spec, data or folder;
 * failures of the disk are HostErrors.
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  const release = holdFolder(options.host, options.folder)
  try {
    return await trainInFolder(options, runFolder(options.host, options.folder))
  } finally {
    release()
  }
}

async function trainInFolder(options: TrainOptions, files: RunFolder): Promise<TrainResult> {
  const { host, report, model, evaluated } = options
  const { spec, origins, graph } = model
  const plan = trainOf(options)
  const before = readRecord(host, files, options.digests)
  const unwritten = recordOf(options, files, plan, before)
  refuseNeed(host, needOf(graph, plan), { model: spec.name, table: (name) => originOf(model, name) })
  const graphs = trainingGraphs(graph, plan)
  const checkpoint =
    before === undefined
      ? undefined
      : inPhase(host.progress, ['open-run'], () => lastCheckpoint(options, files, before, plan))
  if (checkpoint?.progress.finished) {
    const { step } = checkpoint.progress
    // It is called complete: so it must be what eval and export would open.
    openRun(host, newReport(), files.folder, { digests: options.digests })
    report('CTR5007', undefined, { folder: files.folder, steps: step })
    return resultOf(unwritten, files, plan, { before: step, progress: checkpoint.progress, seconds: 0 })
  }

  const began = host.now()
  const dataset = await openDataset(host, report, spec, datasetNamed(spec, unwritten.dataset), {
    params: new Map(Object.entries(unwritten.params)),
    project: projectOfRun(host, files, model),
    inputs: inPhase(host.progress, ['make-graph'], () => inputsOf(graphs.encoded())),
    parallel: parallelLists(graph),
    threads: unwritten.threads,
    origins,
    files: sourcesOf(model),
  })
  let trainer: Trainer | undefined
  try {
    const rowsPerEpoch = trainingRows(options, unwritten, dataset, checkpoint)
    const written = before?.files ?? (await filesOfNewRun(host, files, model, dataset))
    const record: RunRecord = { ...unwritten, files: written }
    // A resumed run keeps what it was fitted to, whatever the data are now: weights have been trained by it.
    const { digests = true } = options
    dataset.useVocabularies(keptVocabularies(host, files, record, model, digests))
    dataset.useFits(keptFits(host, files, record, model, digests))
    writeRecord(host, files, record)
    const values =
      checkpoint?.values ?? inPhase(host.progress, ['starting-values'], () => initialValues(graph, record.seed, plan))
    trainer = await openTrainer({
      ...{ engine: record.engine, threads: record.threads, graphs, train: plan, values },
      progress: host.progress,
    })
    cutJournal(host, files, checkpoint?.progress.step ?? 0)
    const end = await trainingLoop(
      {
        ...{ host, files, trainer, dataset, spec, plan, seed: record.seed, signal: options.signal, evaluated },
        run: runIdentity(record),
        checkpointEvery: 60_000 * (options.checkpointEvery ?? defaultCheckpointEvery),
      },
      checkpoint?.progress ?? atStart(rowsPerEpoch),
    )
    const seconds = (host.now() - began) / 1000
    reportInterruption(report, files, end)
    if (end.progress.finished) reportWorseThanBaseRate(host, report, files, model)
    return resultOf(record, files, plan, { before: checkpoint?.progress.step ?? 0, progress: end.progress, seconds })
  } finally {
    await trainer?.dispose()
    dataset.close()
  }
}

function originOf({ spec, origins }: CompiledModel, table: string): Span | undefined {
  const declared = spec.tables.get(table)
  return declared && origins.get(declared)
}

function trainOf({ model: { spec, origins } }: TrainOptions): Train {
  if (spec.train !== undefined) return spec.train
  throw new DiagnosticError([
    diagnostic('CTR5008', origins.get(spec), { model: spec.name, lacks: `'train ${spec.name}' block`, datasets: [] }),
  ])
}

/** What resuming starts from; undefined where the run ended before it had one. Errors: CTR5004. */
function lastCheckpoint(
  { host, resume, model, digests = true }: TrainOptions,
  files: RunFolder,
  before: RunRecord,
  plan: Train,
): Checkpoint | undefined {
  if (!resume) return undefined
  const values = valuesWithSlots(model.graph, plan)
  const last = readCheckpoint(host, files.last, { kind: 'last', run: runIdentity(before), values, digests })
  // The last checkpoint is written before the first step, the best one at the first evaluation.
  if (last === undefined && host.exists(files.best)) throw damaged(files.last, 'there is no such file')
  return last
}

/** The record of the run that is resumed, or of a new one without its files. Errors: CTR5001, CTR5003, CTR5006, CTR5008. */
function recordOf(options: TrainOptions, files: RunFolder, plan: Train, before: RunRecord | undefined): RunRecord {
  const { host, model, params, digests = true } = options
  const { name } = model.spec
  if (before !== undefined && !options.resume) {
    throw new DiagnosticError([diagnostic('CTR5001', undefined, { folder: files.folder, holds: 'a run' })])
  }
  const dataset = options.dataset ?? before?.dataset ?? plan.dataset
  if (dataset === undefined) {
    const datasets = [...model.spec.datasets.keys()]
    throw new DiagnosticError([
      diagnostic('CTR5008', model.origins.get(plan), { model: name, lacks: 'dataset', datasets }),
    ])
  }
  if (before === undefined) {
    if (!options.resume) refuseForeignFiles(host, files)
    return {
      format: 3,
      ctrc: options.version,
      spec: host.resolve(model.entry),
      model: name,
      dataset,
      params: Object.fromEntries([...params].sort(byKey)),
      folder: host.resolve('.'),
      engine: options.engine ?? 'native',
      seed: options.seed ?? plan.seed,
      threads: options.threads ?? defaultThreads,
      declarations: digestsOf(model),
      files: {},
    }
  }
  const otherwise = [
    ...differs('model', before.model, name),
    ...differs('dataset', before.dataset, dataset),
    ...differs('engine', before.engine, options.engine),
    ...differs('seed', before.seed, options.seed),
    ...differs('number of threads', before.threads, options.threads),
  ]
  const kept = { files, digests: digests ? before.files : undefined, version: before.ctrc }
  const changed = options.isKept ? [] : changesSince(keptDeclarations(host, kept, before.model), model, true)
  if (changed.length > 0) otherwise.push(diagnostic('CTR5003', undefined, { folder: files.folder, changed }))
  if (otherwise.length > 0) throw new DiagnosticError(otherwise)
  // Data may have moved; that it has the same rows is up to the user.
  const all = new Map([...paramsHere(host, before), ...params])
  return { ...before, params: Object.fromEntries(all), folder: host.resolve('.') }
}

const differs = (what: string, was: string | number, is: string | number | undefined): Diagnostic[] =>
  is === undefined || is === was ? [] : [diagnostic('CTR5006', undefined, { what, was: String(was), is: String(is) })]

/** What a training that ended before its run.json has left. */
const beforeRecord: ReadonlySet<string> = new Set(['vocabularies.json', 'fits.json', 'spec'])

/** A folder with something else in it is not taken for a run. */
function refuseForeignFiles(host: Host, { folder }: RunFolder): void {
  const found = host.list(folder).filter((name) => !name.startsWith('lock') && !beforeRecord.has(name))
  if (found.length === 0) return
  const holds = `${found.length === 1 ? 'a file' : `${found.length} files`} (${found.slice(0, 3).join(', ')})`
  throw new DiagnosticError([diagnostic('CTR5001', undefined, { folder, holds })])
}

/** Errors: CTR4024 where a split that the training needs is empty, CTR5011 and CTR5013 where it lacks labels, CTR5006 where the rows are not those that the run began with. */
function trainingRows(
  { model: { spec, origins } }: TrainOptions,
  { dataset: name }: RunRecord,
  { summary }: OpenDataset,
  checkpoint: Checkpoint | undefined,
): number {
  const rowsOf = (split: string): number => rowsOfSplit(summary, split)
  // Validation is scored wherever it is declared, and needed where the best checkpoint is chosen by it.
  const isScored = spec.train?.keep !== undefined || summary.splits.has('validation')
  const needed = isScored ? ['train', 'validation'] : ['train']
  const empty = needed.filter((split) => rowsOf(split) === 0)
  if (empty.length > 0) {
    const surfaces = spec.live.names.join(', ')
    throw new DiagnosticError(
      empty.map((split) =>
        diagnostic('CTR4024', spec.train && origins.get(spec.train), { split, dataset: name, surfaces }),
      ),
    )
  }
  const unlabelled = labelsToTrainOn(spec, summary, origins)
  if (unlabelled.length > 0) throw new DiagnosticError(unlabelled)
  const before = checkpoint?.progress.rowsPerEpoch ?? rowsOf('train')
  const changed = differs('number of training rows', before, rowsOf('train'))
  if (changed.length > 0) throw new DiagnosticError(changed)
  return before
}

/** Writes what a run keeps before it has its run.json; gives the digests that are recorded there. */
async function filesOfNewRun(
  host: Host,
  files: RunFolder,
  model: CompiledModel,
  dataset: OpenDataset,
): Promise<FileDigests> {
  const [fitted, fits] = [await dataset.fitVocabularies(), await dataset.fitFeatures()]
  const vocabularies = writeVocabularies(host, files, fitted)
  const written = writeFits(host, files, model, fits)
  return {
    ...(await keepSpec(host, files, model)),
    'vocabularies.json': vocabularies,
    ...(written === undefined ? {} : { 'fits.json': written }),
  }
}

function reportInterruption(report: Report, { folder }: RunFolder, { progress, interrupted, steps }: LoopEnd): void {
  if (interrupted) report('CTR5009', undefined, { folder, step: progress.step, steps })
}

/** What a command has trained: steps before it, where it ended, and what it took. */
interface Trained {
  readonly before: number
  readonly progress: Checkpoint['progress']
  readonly seconds: number
}

const resultOf = (
  record: RunRecord,
  { folder }: RunFolder,
  { keep }: Train,
  { before, progress, seconds }: Trained,
): TrainResult => ({
  folder,
  model: record.model,
  engine: record.engine,
  seed: record.seed,
  steps: progress.step,
  rows: progress.rows,
  distinct: progress.rowsPerEpoch,
  steps_before: before,
  best:
    progress.best === null || keep === undefined ? null : { ...progress.best, metric: `${keep.task}.${keep.metric}` },
  seconds,
})
