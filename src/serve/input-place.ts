import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { DiagnosticError, diagnostic } from '../diagnostics/report.ts'
import { quoteText } from '../features/sql/quote.ts'
import type { Host } from '../host/host.ts'
import type { Database } from '../rows/connection.ts'
import { endingOf, type FileFormat, formatOf } from './file-format.ts'

/** Files of one format that are read as one. */
export interface InputPlace {
  /** As the user gave it. */
  readonly name: string
  readonly format: FileFormat
  /** Their paths, in order. */
  readonly files: readonly string[]
}

/**
 * The files that a path means: one file; the files of a pattern (`data/*.csv`); those of known endings in a folder and below.
 * Errors: CTR7011 where there is none, or of several formats; CTR7013 for an unknown ending.
 */
export async function inputPlace(host: Host, database: Database, path: string): Promise<InputPlace> {
  if (host.isDirectory(path))
    return ofFormat(
      path,
      (await matches(database, `${literal(path)}/**`)).filter((file) => formatOf(file) !== undefined),
    )
  if (host.exists(path)) return ofFormat(path, [path])
  if (!/[*?[]/.test(path)) throw unreadable(path, 'there is no such file')
  return ofFormat(path, await matches(database, path))
}

async function matches(database: Database, pattern: string): Promise<readonly string[]> {
  const rows = await database.rows(`SELECT file FROM glob(${quoteText(pattern)}) ORDER BY file`)
  return rows.map(([file]) => String(file))
}

function ofFormat(name: string, files: readonly string[]): InputPlace {
  const [first] = files
  if (first === undefined) throw unreadable(name, 'no file of a known ending matches')
  const unknown = files.find((file) => formatOf(file) === undefined)
  if (unknown !== undefined) throw new DiagnosticError([unknownEnding(unknown)])
  const format = formatOf(first)!
  const other = files.find((file) => formatOf(file) !== format)
  if (other !== undefined) throw unreadable(name, `'${first}' and '${other}' have different formats`)
  return { name, format, files }
}

const unreadable = (file: string, reason: string): DiagnosticError =>
  new DiagnosticError([diagnostic('CTR7011', undefined, { file, reason })])

export const unknownEnding = (file: string): Diagnostic =>
  diagnostic('CTR7013', undefined, { file, ending: endingOf(file) })

/** A path of which DuckDB takes nothing for a pattern. */
const literal = (path: string): string => path.replace(/[*?[]/g, '[$&]')

/** The files as a table of SQL, by the reader of their format. `options` are written as in SQL: `all_varchar = true`. */
export function filesSql({ format, files }: InputPlace, ...options: readonly string[]): string {
  const paths = files.map((file) => quoteText(literal(file))).join(', ')
  // A folder called `day=3` adds a column where there are several of them: of a single file all columns are its own.
  const own = files.length === 1 ? ['hive_partitioning = false'] : []
  return `read_${format}(${[`[${paths}]`, ...own, ...options].join(', ')})`
}
