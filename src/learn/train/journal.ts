import type { Host } from '../../host/host.ts'
import type { KeepMetric } from '../../metrics/table.ts'
import { schemaFault } from '../../schemas/schema-fault.ts'
import { damaged, type RunFolder, readRunText } from './run-folder.ts'

/** One evaluation of the validation split, for one task: without calibration. */
export type TaskEvaluation = {
  readonly rows: number
  readonly positives: number
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
  const lines = (readRunText(host, files.journal) ?? '').split('\n').slice(0, -1)
  const kept = lines.filter((line, i) => stepOf(files, line, i + 1) <= step)
  host.writeAtomic(files.journal, kept.map((line) => `${line}\n`).join(''))
}

function stepOf({ journal }: RunFolder, line: string, number: number): number {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw damaged(journal, `line ${number} is not JSON`)
  }
  if (isLine(value)) return value.step
  throw damaged(journal, `in line ${number} ${schemaFault('journalLine', value)}`)
}

const isLine = (value: unknown): value is JournalLine => schemaFault('journalLine', value) === undefined
