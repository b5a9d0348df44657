import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { diagnostic } from '../diagnostics/report.ts'
import type { RawSpec } from '../features/reading.ts'
import type { ColumnType } from '../features/sql/column-type.ts'
import { quoteName, quoteText } from '../features/sql/quote.ts'
import type { Database } from '../rows/connection.ts'
import { filesSql, type InputPlace } from './input-place.ts'

/** Columns of a CSV or JSON file that the graph reads, as they are read from their text. */
export interface TextColumns {
  /** A table of them all, called as their inputs. */
  readonly sql: string
  /** The table as it is in the file, those that are read from it as text. */
  readonly texts: string
  readonly read: readonly TextColumn[]
  /** The SQL type of each of its columns. */
  readonly types: ReadonlyMap<string, string>
}

interface TextColumn {
  readonly spec: RawSpec
  /** The type that the text is read as. */
  readonly type: string
}

/**
 * Columns that seem to be of a fitting type are read as that, others as what the graph takes. Of CSV all come from their text, so that a word
 * behind the rows that types are guessed from is found where it is; of JSON those alone that seem to be of another type.
 */
export function textColumns(
  place: InputPlace,
  wanted: readonly RawSpec[],
  found: ReadonlyMap<string, ColumnType>,
): TextColumns {
  const columns = wanted.map((spec) => {
    const type = found.get(spec.column)!
    const fits = spec.reading.fits(type)
    return { spec, fits, type: fits ? type.sql : spec.reading.sqlType }
  })
  const misfits = new Set(columns.filter(({ fits }) => !fits).map(({ spec }) => spec.column))
  // Of two inputs of one column, text for one is text for both.
  const read = place.format === 'csv' ? columns : columns.filter(({ spec }) => misfits.has(spec.column))
  const texts = place.format === 'csv' ? filesSql(place, 'all_varchar = true') : jsonTexts(place, read, columns)
  const cast = new Map(read.map(({ spec: { name }, type }) => [name, type]))
  const sql = namedSql(texts, wanted, ({ name, column }) => {
    const type = cast.get(name)
    return type === undefined ? quoteName(column) : castSql(quoteName(column), type)
  })
  return { sql, texts, read, types: new Map(columns.map(({ spec: { name }, type }) => [name, type])) }
}

/** A table of the wanted columns, called as their inputs. */
export const namedSql = (
  table: string,
  wanted: readonly RawSpec[],
  sqlOf: (spec: RawSpec) => string = ({ column }) => quoteName(column),
): string =>
  wanted.length === 0
    ? table
    : `(SELECT ${wanted.map((spec) => `${sqlOf(spec)} AS ${quoteName(spec.name)}`).join(', ')} FROM ${table})`

/** Of JSON the wanted columns alone, by name and type: others may come and go from row to row. */
function jsonTexts(place: InputPlace, read: readonly TextColumn[], columns: readonly TextColumn[]): string {
  const texts = new Set(read.map(({ spec }) => spec.column))
  const types = new Map(columns.map(({ spec: { column }, type }) => [column, texts.has(column) ? 'VARCHAR' : type]))
  const entries = [...types].map(([column, type]) => `${quoteText(column)}: ${quoteText(type)}`)
  return filesSql(place, `columns = {${entries.join(', ')}}`)
}

const integers = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/

/** DuckDB would round `1.5`, and take `68e10` for a number of twelve digits. */
const isWhole = (column: string): string => `regexp_full_match(${column}, '\\s*[+-]?\\d+([.]0*)?\\s*')`

/** Elements of a list as they are written: a cast of the whole would round them. */
const areWhole = (column: string): string =>
  `coalesce(len(list_filter(TRY_CAST(${column} AS VARCHAR[]), element -> NOT ${isWhole('element')})) = 0, FALSE)`

/** Whether a text is written as integers, where they are wanted. Undefined: they are not. */
const isExact = (column: string, type: string): string | undefined => {
  if (integers.test(type)) return isWhole(column)
  return type.endsWith('[]') && integers.test(type.slice(0, -2)) ? areWhole(column) : undefined
}

/** Fails at a text that is no such value. */
function castSql(column: string, type: string): string {
  const exact = isExact(column, type)
  return exact === undefined
    ? `CAST(${column} AS ${type})`
    : `CAST(CASE WHEN ${exact} OR ${column} IS NULL THEN ${column} ELSE 'no integer' END AS ${type})`
}

function isUnread(column: string, type: string): string {
  const exact = isExact(column, type)
  return `${column} IS NOT NULL AND (TRY_CAST(${column} AS ${type}) IS NULL${exact === undefined ? '' : ` OR NOT ${exact}`})`
}

/** CTR7009 for each column with a text that cannot be read, with the first of them and its row. */
export async function unreadTexts(
  database: Database,
  { name: file }: InputPlace,
  { texts, read }: TextColumns,
): Promise<readonly Diagnostic[]> {
  if (read.length === 0) return []
  const columns = read.map(({ spec }, i) => `${quoteName(spec.column)} AS c${i}`)
  const aggregates = read.flatMap(({ type }, i) => {
    const where = `FILTER (${isUnread(`c${i}`, type)})`
    return [`count(*) ${where}`, `min(n) ${where}`, `arg_min(c${i}, n) ${where}`]
  })
  const [row = []] = await database.rows(
    `SELECT ${aggregates.join(', ')} FROM (SELECT row_number() OVER () AS n, ${columns.join(', ')} FROM ${texts})`,
  )
  return read.flatMap(({ spec: { column, reading } }, i) => {
    const [count, first, text] = [Number(row[3 * i]), row[3 * i + 1], row[3 * i + 2]]
    if (count === 0) return []
    const more = count === 1 ? '' : `, and others in ${count - 1} more`
    const found = `has '${text}' in row ${first}${more}`
    return [diagnostic('CTR7009', undefined, { column, file, found, expected: reading.expected })]
  })
}
