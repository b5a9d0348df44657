import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import type { Dataset } from '../../language/program.ts'

/** What DuckDB says of a file that is there but is not whole, or not of its kind. */
const unreadable =
  /magic bytes|too small to be a Parquet|Parquet|TProtocol|Thrift|decompress|Snappy|ZSTD|GZIP|Malformed JSON|CSV Error|sniffing file|not utf-?8|Invalid unicode/i

/** Whether an error is DuckDB's, and not a defect of ours. */
export const isDuckdbError = (error: unknown): error is Error =>
  error instanceof Error && /^(INTERNAL|[A-Z][A-Za-z]*( [A-Z][A-Za-z]*)* Error|TransactionContext Error|INTERRUPT):? /.test(error.message)

/** A failure of DuckDB as its user sees it. `fallback` names what was being run, where neither file nor disk is at fault. */
export function duckdbFailure(error: Error, dataset: Dataset, fallback = (reason: string) => queryFailed(dataset, reason)): Diagnostic {
  const text = error.message
  const span = dataset.query.span
  const noFile = /No files found that match the pattern "([^"]*)"/.exec(text) ?? /Cannot open file "([^"]*)": No such file/.exec(text)
  if (noFile !== null) return diagnostic('CTR4002', span, { dataset: dataset.name, pattern: noFile[1]! })
  if (/No space left on device/.test(text)) return diagnostic('CTR9001', span, { path: writtenPath(text) })
  const reason = reasonOf(text)
  if (/^(Invalid Input|IO|Invalid|Serialization|Conversion) Error/.test(text) && unreadable.test(text))
    return diagnostic('CTR4003', span, { dataset: dataset.name, reason })
  return fallback(reason)
}

const queryFailed = (dataset: Dataset, reason: string): Diagnostic =>
  diagnostic('CTR4001', dataset.query.span, { dataset: dataset.name, reason })

const writtenPath = (text: string): string => /"([^"]+)"/.exec(text)?.[1] ?? 'the temporary folder'

/** DuckDB's first line, without the kind of error and without its excerpt of our SQL. */
export function reasonOf(text: string): string {
  const [first = ''] = text.split(/\n\s*\n|\nLINE |\n(?=Candidate|Did you mean|Possible)/)
  return first.replace(/^[A-Z][A-Za-z ]* Error: /, '').replace(/\s+/g, ' ').trim()
}

/** Runs a step over the dataset's rows; DuckDB's failures come out as DiagnosticErrors. */
export async function overRows<T>(dataset: Dataset, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (!isDuckdbError(error)) throw error
    throw new DiagnosticError([duckdbFailure(error, dataset)])
  }
}
