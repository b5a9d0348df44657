import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { nearest } from '../diagnostics/nearest.ts'
import { DiagnosticError, diagnostic } from '../diagnostics/report.ts'
import type { Database } from '../rows/connection.ts'
import type { RawSpec } from '../rows/raw-spec.ts'
import { rawSql, typeMismatch } from '../rows/raw-spec.ts'
import { type ColumnType, columnType } from '../rows/sql/column-type.ts'
import { quoteName, quoteText } from '../rows/sql/quote.ts'
import type { Manifest, ManifestInput } from './manifest.ts'

/** How DuckDB reads and writes a file of this name: Parquet, CSV or JSON by its ending. */
export function fileFormat(path: string): 'parquet' | 'csv' | 'json' {
  if (/\.(csv|tsv)(\.gz)?$/i.test(path)) return 'csv'
  if (/\.(json|jsonl|ndjson)(\.gz)?$/i.test(path)) return 'json'
  return 'parquet'
}

/** All of a file's columns, with the types that they have or seem to have. */
export const fileSql = (path: string): string => `read_${fileFormat(path)}(${quoteText(path)})`

/** A column of the file that inputs of the graph are filled from; a list fills two. */
export interface InputColumn {
  readonly spec: RawSpec
  readonly type: ColumnType
}

export interface InputFile {
  readonly columns: readonly InputColumn[]
  /** Reads them, in the file's order. */
  readonly sql: string
}

/**
 * What the graph reads of a file. CSV and JSON only seem to have types (a column of `007` seems a number, an empty one text), so
 * there a column that seems to be of another type is read as what the graph takes, if every value of it can be.
 * Errors: CTR7008 for columns that are not there, CTR7009 for those of another type.
 */
export async function inputFile(database: Database, manifest: Manifest, file: string): Promise<InputFile> {
  const described = await database.rows(`DESCRIBE SELECT * FROM ${fileSql(file)}`)
  const found = new Map(described.map(([name, type]) => [String(name), columnType(String(type))]))
  const wanted = wantedOf(manifest)
  const missing = wanted.filter(({ spec }) => !found.has(spec.name)).map((each) => missingColumn(each, file, found))
  if (missing.length > 0) throw new DiagnosticError(missing)

  const columns = wanted.map(({ spec, isVector }) => {
    const type = found.get(spec.name)!
    return { spec, type, expected: typeMismatch(spec, type, isVector)?.expected }
  })
  const others = columns.flatMap(({ spec, type, expected }) =>
    expected === undefined ? [] : [{ spec, type, expected }],
  )
  const wrong = fileFormat(file) === 'parquet' ? others : await notReadAs(database, file, found, others)
  if (wrong.length > 0) throw new DiagnosticError(wrong.map((each) => mismatch(each, file)))

  const read = columns.map(({ spec, type, expected }) => ({
    spec,
    type: expected === undefined ? type : columnType(sqlType(spec)),
  }))
  const selected = read.length === 0 ? '1' : read.map(({ spec, type }) => rawSql(spec, type)).join(', ')
  const source =
    others.length === 0
      ? fileSql(file)
      : castSql(
          file,
          found,
          others.map(({ spec }) => spec),
        )
  return { columns: read, sql: `SELECT ${selected} FROM ${source}` }
}

interface Wanted {
  readonly spec: RawSpec
  readonly input: ManifestInput
  readonly isVector: boolean
}

interface Seeming {
  readonly spec: RawSpec
  readonly type: ColumnType
  readonly expected: string
}

const wantedOf = ({ inputs }: Manifest): readonly Wanted[] =>
  inputs
    .filter(({ role }) => role !== 'length')
    .map((input) => ({ input, spec: specOf(input), isVector: input.dtype === 'float32' && input.shape.length === 2 }))

function missingColumn({ input }: Wanted, file: string, found: ReadonlyMap<string, ColumnType>): Diagnostic {
  const near = nearest(input.feature, found.keys())
  return diagnostic('CTR7008', undefined, { column: input.feature, file, near, type: typeName(input) })
}

const mismatch = ({ spec, type, expected }: Seeming, file: string): Diagnostic =>
  diagnostic('CTR7009', undefined, { column: spec.name, file, found: type.sql, expected })

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
    return `count(*) FILTER (${name} IS NOT NULL AND TRY_CAST(${name} AS ${sqlType(spec)}) IS NULL)`
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
  const casts = columns.map((spec) => `CAST(${quoteName(spec.name)} AS ${sqlType(spec)}) AS ${quoteName(spec.name)}`)
  return `(SELECT * REPLACE (${casts.join(', ')}) FROM ${textSql(file, found, columns)})`
}

function sqlType(spec: RawSpec): string {
  switch (spec.kind) {
    case 'float':
      return spec.size === 1 ? 'DOUBLE' : `DOUBLE[${spec.size}]`
    case 'int64':
      return 'BIGINT'
    case 'string':
      return 'VARCHAR'
    case 'list':
      return spec.of === 'id' ? 'BIGINT[]' : 'VARCHAR[]'
  }
}

function specOf({ feature: name, dtype, shape, element, longest }: ManifestInput): RawSpec {
  const width = shape[1]
  if (element !== undefined) return { name, kind: 'list', of: element, length: longest ?? 1 }
  if (dtype === 'float32') return { name, kind: 'float', size: typeof width === 'number' ? width : 1 }
  if (dtype === 'string') return { name, kind: 'string' }
  return { name, kind: 'int64', of: 'int' }
}

function typeName({ dtype, element, shape }: ManifestInput): string {
  if (element !== undefined) return `a list of ${element}s`
  if (dtype === 'float32') return typeof shape[1] === 'number' ? `a list of ${shape[1]} numbers` : 'a number'
  return dtype === 'string' ? 'a string' : 'an integer'
}
