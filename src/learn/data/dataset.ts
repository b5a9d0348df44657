import type { Vocabulary } from '../../graph/vocabulary.ts'
import type { Host } from '../../host/host.ts'
import type { Dataset, Model, Program } from '../../language/program.ts'
import type { Batch, BatchInput } from './batch.ts'

export interface DatasetOptions {
  /** `--param` values by name. */
  readonly params: ReadonlyMap<string, string>
  /** What the graph reads: other features are not read from the data. Undefined: every feature of the program. */
  readonly inputs?: readonly BatchInput[]
  readonly threads?: number
}

/** `shuffled` is a function of the rows' contents, the seed and the epoch; `stable` of the contents alone. */
export type RowOrder = 'stable' | { readonly seed: number; readonly epoch: number }

export interface BatchRequest {
  /** A split's name; undefined: every row. */
  readonly split?: string
  /** SQL over the query's columns; narrows further. */
  readonly where?: string
  /** Rows per batch; the last may have fewer. */
  readonly size: number
  readonly order: RowOrder
  /** Rows to pass over in that order: resumes within an epoch. */
  readonly skip?: number
}

/** What the rows turned out to be, by one pass over them. */
export interface DatasetSummary {
  /** Rows of live surfaces, by split, then by surface. */
  readonly splits: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Rows of live surfaces that are in no split, by surface. */
  readonly unsplit: ReadonlyMap<string, number>
  /** Rows of declared surfaces that the model does not run or has staged, by surface. */
  readonly notRun: ReadonlyMap<string, number>
  /** Rows dropped by `else: drop`. */
  readonly dropped: number
}

/** A dataset as one model reads it. Failures are DiagnosticErrors. */
export interface OpenDataset {
  readonly summary: DatasetSummary
  /** Rows of a request. */
  count(request: Pick<BatchRequest, 'split' | 'where'>): Promise<number>
  /** Vocabularies of the tables read, by table: fitted on the `train` split, or read from their files. */
  fitVocabularies(): Promise<ReadonlyMap<string, Vocabulary>>
  /** Must be called before batches that feed rows of vocabulary tables. */
  useVocabularies(vocabularies: ReadonlyMap<string, Vocabulary>): void
  batches(request: BatchRequest): AsyncIterable<Batch>
  close(): void
}

export type OpenDatasetFunction = (
  host: Host,
  program: Program,
  model: Model,
  dataset: Dataset,
  options: DatasetOptions,
) => Promise<OpenDataset>
