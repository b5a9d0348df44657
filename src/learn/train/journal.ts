import { hasFields } from '../../host/fields.ts'
import type { Host } from '../../host/host.ts'
import type { KeepMetric } from '../../metrics/table.ts'
import type { RunFolder } from './run-folder.ts'

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

/** Drops the lines behind a checkpoint, which resuming from it will write again; and a line that a kill cut off. */
export function cutJournal(host: Host, files: RunFolder, step: number): void {
  const lines = (host.readText(files.journal) ?? '').split('\n').filter((line) => stepOf(line) <= step)
  host.writeAtomic(files.journal, lines.map((line) => `${line}\n`).join(''))
}

function stepOf(line: string): number {
  try {
    const parsed: unknown = JSON.parse(line)
    return hasFields(parsed, { step: 'number' }) ? parsed.step : Number.POSITIVE_INFINITY
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
