import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { nearest } from '../diagnostics/nearest.ts'
import { DiagnosticError, diagnostic } from '../diagnostics/report.ts'
import { definitionOf } from '../features/kinds.ts'
import type { ColumnFault, RawSpec } from '../features/reading.ts'
import { rawSql } from '../features/reading.ts'
import { kindOfInput } from '../features/served.ts'
import { type ColumnType, columnType } from '../features/sql/column-type.ts'
import { quoteName, quoteText } from '../features/sql/quote.ts'
import type { Database } from '../rows/connection.ts'
import type { Manifest } from './manifest.ts'

/** How DuckDB reads and writes a file of this name: Parquet, CSV or JSON by its ending. */
export function fileFormat(path: string): 'parquet' | 'csv' | 'json' {
  if (/\.(csv|tsv)(\.gz)?$/i.test(path)) return 'csv'
  if (/\.(json|jsonl|ndjson)(\.gz)?$/i.test(path)) return 'json'
  return 'parquet'
}

/** All of a file's columns, with the types that they have or seem to have. */
export const fileSql = (path: string): string => `read_${fileFormat(path)}(${quoteText(path)})`

export interface InputFile {
  /** Columns of the file that inputs of the graph are filled from; a list fills two. */
  readonly columns: readonly RawSpec[]
  /** Reads them, in the file's order, and behind them a BOOLEAN: whether a value of the row is one that its kind may not have. */
  readonly sql: string
  /**
   * Throws what is wrong with a file that has such a row, or that DuckDB fails to read: CTR7009 for columns with a value that is not of the
   * type that the graph takes, and what a kind of feature refuses. Reads the file once more, for counts and examples.
   */
  readonly faults: () => Promise<void>
}

/**
 * What the graph reads of a file. CSV and JSON only seem to have types (a column of `007` seems a number, an empty one text), so
 * there a column that seems to be of another type is read as what the graph takes, and reading fails at a value that cannot be.
 * Errors: CTR7008 for columns that are not there, CTR7009 for those of another type in Parquet.
 */
export async function inputFile(database: Database, manifest: Manifest, file: string): Promise<InputFile> {
  const described = await database.rows(`DESCRIBE SELECT * FROM ${fileSql(file)}`)
  const found = new Map(described.map(([name, type]) => [String(name), columnType(String(type))]))
  const wanted = wantedOf(manifest)
  const missing = wanted.filter(({ name }) => !found.has(name)).map((each) => missingColumn(each, file, found))
  if (missing.length > 0) throw new DiagnosticError(missing)

  const others = wanted.flatMap((spec): readonly Seeming[] => {
    const type = found.get(spec.name)!
    return spec.reading.fits(type) ? [] : [{ spec, type }]
  })
  if (fileFormat(file) === 'parquet' && others.length > 0) throw mismatches(others, file)

  const source =
    others.length === 0
      ? fileSql(file)
      : castSql(
          file,
          found,
          others.map(({ spec }) => spec),
        )
  const checks = faultChecks(manifest)
  const atFault = checks.map(({ column, fault }) => `coalesce(${fault.condition(column)}, FALSE)`)
  const selected = [...wanted.map(rawSql), atFault.length === 0 ? 'FALSE' : atFault.join(' OR ')]
  return {
    columns: wanted,
    sql: `SELECT ${selected.join(', ')} FROM ${source}`,
    async faults() {
      const wrong = await notReadAs(database, file, found, others)
      if (wrong.length > 0) throw mismatches(wrong, file)
      if (checks.length > 0) await refuseFaults(database, checks, source)
    },
  }
}

/** A column with values that its kind may not have, though their type fits (features/reading.ts). */
interface FaultCheck {
  readonly name: string
  readonly column: string
  readonly fault: ColumnFault
}

const faultChecks = ({ inputs }: Manifest): readonly FaultCheck[] =>
  inputs.flatMap((input) => {
    if (input.role === 'length') return []
    const { fault } = definitionOf(kindOfInput(input)).column(input.sentinel)
    return fault === undefined ? [] : [{ name: input.feature, column: quoteName(input.feature), fault }]
  })

/** Throws what `check --data` reports of such values in the rows of a dataset. */
async function refuseFaults(database: Database, checks: readonly FaultCheck[], source: string): Promise<void> {
  const aggregates = checks.flatMap(({ column, fault }) => {
    const where = `FILTER (WHERE ${fault.condition(column)})`
    return [`count(*) ${where}`, `min(CAST(${fault.example(column)} AS VARCHAR)) ${where}`]
  })
  const [row = []] = await database.rows(`SELECT ${aggregates.join(', ')} FROM ${source}`)
  const faults = checks.flatMap(({ name, fault }, i) => {
    const rows = Number(row[2 * i])
    return rows === 0 ? [] : [fault.diagnostic({ name, span: undefined }, rows, String(row[2 * i + 1] ?? 'missing'))]
  })
  if (faults.length > 0) throw new DiagnosticError(faults)
}

interface Seeming {
  readonly spec: RawSpec
  readonly type: ColumnType
}

/** A caller's sentinel stays in its column: the graph knows it. */
const wantedOf = ({ inputs }: Manifest): readonly RawSpec[] =>
  inputs
    .filter(({ role }) => role !== 'length')
    .map((input) => ({ name: input.feature, reading: definitionOf(kindOfInput(input)).column(undefined) }))

const missingColumn = ({ name, reading }: RawSpec, file: string, found: ReadonlyMap<string, ColumnType>): Diagnostic =>
  diagnostic('CTR7008', undefined, { column: name, file, near: nearest(name, found.keys()), type: reading.expected })

const mismatches = (columns: readonly Seeming[], file: string): DiagnosticError =>
  new DiagnosticError(
    columns.map(({ spec: { name, reading }, type }) =>
      diagnostic('CTR7009', undefined, { column: name, file, found: type.sql, expected: reading.expected }),
    ),
  )

/** Columns with a value that cannot be read as what the graph takes. */
async function notReadAs(
  database: Database,
  file: string,
  found: ReadonlyMap<string, ColumnType>,
  columns: readonly Seeming[],
): Promise<readonly Seeming[]> {
  if (columns.length === 0) return []
  const texts = textSql(
    file,
    found,
    columns.map(({ spec }) => spec),
  )
  const counts = columns.map(({ spec }) => {
    const name = quoteName(spec.name)
    return `count(*) FILTER (${name} IS NOT NULL AND TRY_CAST(${name} AS ${spec.reading.sqlType}) IS NULL)`
  })
  const [row = []] = await database.rows(`SELECT ${counts.join(', ')} FROM ${texts}`)
  return columns.filter((_, i) => Number(row[i]) > 0)
}

/** The file with these columns as text, as they stand in it. */
function textSql(file: string, found: ReadonlyMap<string, ColumnType>, columns: readonly RawSpec[]): string {
  const texts = new Set(columns.map(({ name }) => name))
  const types = [...found]
    .filter(([name]) => fileFormat(file) === 'json' || texts.has(name))
    .map(([name, { sql }]) => `${quoteText(name)}: ${quoteText(texts.has(name) ? 'VARCHAR' : sql)}`)
  const option = fileFormat(file) === 'csv' ? 'types' : 'columns'
  return `read_${fileFormat(file)}(${quoteText(file)}, ${option} = {${types.join(', ')}})`
}

function castSql(file: string, found: ReadonlyMap<string, ColumnType>, columns: readonly RawSpec[]): string {
  const casts = columns.map(
    (spec) => `CAST(${quoteName(spec.name)} AS ${spec.reading.sqlType}) AS ${quoteName(spec.name)}`,
  )
  return `(SELECT * REPLACE (${casts.join(', ')}) FROM ${textSql(file, found, columns)})`
}
