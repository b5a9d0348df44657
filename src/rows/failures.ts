import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts'
import { DiagnosticError, diagnostic } from '../diagnostics/report.ts'
import { inQuery, inReadCsv } from '../diagnostics/wording.ts'
import { wordsForMissing } from '../features/conversions/conversion.ts'
import { quoteText } from '../features/sql/quote.ts'

/** Whose rows are read, as a message calls it (`dataset 'log'`), and where it is declared. */
export interface Origin {
  readonly what: string
  readonly span: Span | undefined
  /** Folders that may be read. */
  readonly readable: readonly string[]
  /** The working folder, which relative paths are relative to; another, in which they meant something. */
  readonly here: string
  readonly madeIn: string | undefined
}

/** DuckDB's messages for a file that exists but is truncated, or of another format. */
const unreadable =
  /magic bytes|too small to be a Parquet|Parquet|TProtocol|Thrift|decompress|Snappy|ZSTD|GZIP|Malformed JSON|CSV Error|sniffing file|not utf-?8|Invalid unicode/i

/** `Parser Error: ...`, perhaps after what the bindings were doing. */
const kindOfError = /^(?:Failed to [a-z ]+: )?(?:INTERNAL|INTERRUPT|[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)*) Error: /

/** Whether an error is DuckDB's, and not a defect of ours. */
export const isDuckdbError = (error: unknown): error is Error =>
  error instanceof Error && kindOfError.test(error.message)

/** A failure of DuckDB as its user sees it. `fallback` names what was being run, where neither file nor disk is at fault. */
export function duckdbFailure(
  error: Error,
  { what, span, readable, here, madeIn }: Origin,
  fallback = (reason: string) => diagnostic('CTR4001', span, { what, reason }),
): Diagnostic {
  const text = error.message
  const noFile =
    /No files found that match the pattern "([^"]*)"/.exec(text) ??
    /Cannot open file "([^"]*)": No such file/.exec(text)
  if (noFile !== null) return diagnostic('CTR4002', span, { what, pattern: noFile[1]!, madeIn })
  const outside = /^Permission Error: Cannot access (?:file|directory) "([^"]*)"/.exec(text)
  if (outside !== null) return diagnostic('CTR4009', span, { what, path: outside[1]!, here, readable, madeIn })
  if (/No space left on device/.test(text))
    return diagnostic('CTR9001', span, { path: writtenPath(text), isTemporary: true })
  const reason = reasonOf(text)
  // `Invalid Error` is what a decoder that met garbage throws.
  if (
    /^Invalid Error/.test(text) ||
    (/^(Invalid Input|IO|Serialization|Conversion) Error/.test(text) && unreadable.test(text))
  )
    return diagnostic('CTR4003', span, { what, reason: `${reason}${csvRemedy(text)}` })
  const ending =
    /No extension found that is capable of reading the file "([^"]*)"/.exec(text) ??
    /Table with name ((?:\S*\/)?[^\s/]+\.\w+) does not exist/.exec(text)
  if (ending !== null)
    return fallback(`${reason}; ${inQuery(`from read_csv(${quoteText(ending[1]!)})`, 'reads text of any ending')}`)
  return fallback(
    /^Conversion Error/.test(text) ? `${reason}; try_cast in the query gives a missing value instead` : reason,
  )
}

/** What an option of read_csv does about a line that cannot be read. */
function csvRemedy(text: string): string {
  const value = /Could not convert string "(.*)" to '/.exec(text)?.[1]
  if (value !== undefined)
    return isForMissing(value)
      ? `; ${inReadCsv(`nullstr = ['', ${quoteText(value)}]`, 'reads it as missing')}`
      : `; ${inReadCsv('sample_size = -1', 'finds types that fit all rows')}`
  return /not utf-8|Invalid unicode/i.test(text)
    ? `; ${inReadCsv("encoding = 'latin-1'", 'reads text of that encoding')}`
    : ''
}

const isForMissing = (value: string): boolean => wordsForMissing.some((word) => word === value.trim().toLowerCase())

const writtenPath = (text: string): string => /"([^"]+)"/.exec(text)?.[1] ?? 'the temporary folder'

/** DuckDB's own words in one line: without the kind of error, its excerpt of our SQL, and its lists of remedies. */
export function reasonOf(text: string): string {
  const [first = ''] = text.split(/\n\s*\n|\nLINE |\n(?=Candidate|Did you mean|Possible|The search space)/)
  return first.replace(kindOfError, '').replace(/\s+/g, ' ').trim()
}

/** Runs a step over rows; DuckDB's failures come out as DiagnosticErrors. */
export async function overRows<T>(origin: Origin, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (!isDuckdbError(error)) throw error
    throw new DiagnosticError([duckdbFailure(error, origin)])
  }
}
