import type { Host } from '../../host/host.ts'
import type { KeepMetric } from '../../metrics/table.ts'
import { schemaFault } from '../../schemas/schema-fault.ts'
import { damaged, type RunFolder, readRunText } from './run-folder.ts'

/** One evaluation of the validation split, for one task: without calibration. */
export type TaskEvaluation = {
  readonly rows: number
  readonly positives: number
  /** Above 1: worse than always predicting the base rate. Lines of earlier versions have none. */
  readonly normalized_entropy?: number | null
  /** The standard error of the log loss less that of the base rate. Lines of earlier versions have none. */
  readonly base_rate_error?: number | null
} & Readonly<Record<KeepMetric, number | null>>

/** One line of `metrics.jsonl`. */
export interface JournalLine {
  readonly step: number
  /** Epochs done: 1.25 is a quarter into the second. */
  readonly epoch: number
  readonly rows: number
  /** Means over the steps since the last line. */
  readonly loss: number
  readonly losses: Readonly<Record<string, number>>
  readonly rows_per_second: number
  readonly validation: Readonly<Record<string, TaskEvaluation>>
  readonly best: boolean
}

export const appendJournal = (host: Host, files: RunFolder, line: JournalLine): void =>
  host.append(files.journal, `${JSON.stringify(line)}\n`)

/**
 * Drops the lines behind a checkpoint, which resuming from it will write again; and a last line that a kill cut off. Errors: CTR5004 where
 * another line is not one of ours.
 */
export function cutJournal(host: Host, files: RunFolder, step: number): void {
  const kept = linesOf(host, files).filter((line, i) => lineFrom(files, line, i + 1).step <= step)
  host.writeAtomic(files.journal, kept.map((line) => `${line}\n`).join(''))
}

/** The evaluation of the weights that a run keeps; undefined before the first. Errors: CTR5004. */
export const keptEvaluation = (host: Host, files: RunFolder): JournalLine | undefined =>
  linesOf(host, files)
    .map((line, i) => lineFrom(files, line, i + 1))
    .findLast(({ best }) => best)

/** Without a last line that a kill cut off. */
const linesOf = (host: Host, files: RunFolder): readonly string[] =>
  (readRunText(host, files.journal) ?? '').split('\n').slice(0, -1)

function lineFrom({ journal }: RunFolder, line: string, number: number): JournalLine {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw damaged(journal, `line ${number} is not JSON`)
  }
  if (isLine(value)) return value
  throw damaged(journal, `in line ${number} ${schemaFault('journalLine', value)}`)
}

const isLine = (value: unknown): value is JournalLine => schemaFault('journalLine', value) === undefined
