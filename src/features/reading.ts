import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts'
import { diagnostic } from '../diagnostics/report.ts'
import { sentinelFloat } from '../graph/missing.ts'
import type { Conversion } from './conversions/conversion.ts'
import { toInteger } from './conversions/to-integer.ts'
import type { RawListColumn } from './raw.ts'
import type { ColumnType } from './sql/column-type.ts'
import { quoteName, quoteText } from './sql/quote.ts'

/** How a column's values lie in memory: what gathers them from DuckDB's buffers is chosen by it. */
export type Storage =
  | { readonly kind: 'float' }
  /** `size` of them a row. */
  | { readonly kind: 'floats'; readonly size: number }
  | { readonly kind: 'int64' }
  | { readonly kind: 'string' }
  /** Keeps the last `length` elements. `id`: int64. */
  | { readonly kind: 'list'; readonly of: RawListColumn['of']; readonly length: number }

/** How a column of a dataset or file is read. */
export interface ColumnReading {
  readonly storage: Storage
  /** What a column must be, in a message: `an integer`. */
  readonly expected: string
  readonly fits: (type: ColumnType) => boolean
  /** What makes a column of another type one that fits, the most faithful first. */
  readonly conversions: (type: ColumnType) => readonly Conversion[]
  /** The type that text which stands for such a value is read as. */
  readonly sqlType: string
  /** The value as the chunk reader wants it, of the quoted column: null where missing. */
  readonly sql: (column: string) => string
  /** The value, a row for each element: what vocabularies count. */
  readonly words: (column: string) => string
  /** A condition, true where a number is missing. Undefined: the kind is no number. */
  readonly missing: ((column: string) => string) | undefined
  /** Values that a column of a fitting type may hold and the kind may not, or not well. */
  readonly faults: readonly ColumnFault[]
  /** The same of a column of this type, where its values are read in another way. Undefined: they are not. */
  readonly ofType?: (type: ColumnType) => ColumnReading | undefined
  /** What the model sees of the value: rows that agree in it are the same to the model. */
  readonly identity: (column: string) => string
}

/** As a column of this type is read. */
export const readingOfType = (reading: ColumnReading, type: ColumnType): ColumnReading =>
  reading.ofType?.(type) ?? reading

export interface ColumnFault {
  /** What is reported of it is a warning: rows that have it are read. */
  readonly isWarning?: true
  /** Of numbers that a model reads as they are: not of those that derivations alone read. */
  readonly ofModelInputs?: true
  /** Undefined: it occurs in columns of every type. */
  readonly occursIn?: (type: ColumnType) => boolean
  /** SQL over the quoted column: true where the value is at fault; what an example shows of it. */
  readonly condition: (column: string) => string
  readonly example: (column: string) => string
  readonly diagnostic: (
    feature: { readonly name: string; readonly column: string; readonly span: Span | undefined },
    rows: number,
    example: string,
  ) => Diagnostic
}

/** What one raw column is read as. */
export interface RawSpec {
  /** What the values are called: a feature or level key. */
  readonly name: string
  /** What their column is called. */
  readonly column: string
  /** What is read in the column's place, as SQL: of a record's field its elements. Undefined: the column itself. */
  readonly source?: string | undefined
  readonly reading: ColumnReading
}

/** The values to be read, as SQL over the rows' columns. */
export const sourceSql = ({ column, source }: Pick<RawSpec, 'column' | 'source'>): string => source ?? quoteName(column)

export const rawSql = (spec: RawSpec): string => spec.reading.sql(sourceSql(spec))

export const isNumeric = (type: ColumnType): boolean =>
  type.kind === 'integer' || type.kind === 'float' || type.kind === 'boolean'

/** An int64 without its sentinel. `hashed`: what no int64 holds may be hashed, as words of an id. */
export function integerReading(
  sentinel: number | string | undefined,
  fits: (type: ColumnType) => boolean,
  { hashed = false }: { readonly hashed?: boolean } = {},
): ColumnReading {
  const sql = (column: string): string =>
    typeof sentinel === 'number' ? `nullif(CAST(${column} AS BIGINT), ${sentinel})` : `CAST(${column} AS BIGINT)`
  return {
    storage: { kind: 'int64' },
    expected: 'an integer',
    fits,
    conversions: (type) => toInteger(type, hashed),
    sqlType: 'BIGINT',
    sql,
    words: sql,
    missing: undefined,
    faults: [outsideInt64],
    // Beside values that do not fit others are looked at; those are reported by the fault.
    identity: (column) => `nullif(${sql(column).replace('CAST(', 'TRY_CAST(')}, ${leastBigint})`,
  }
}

/** Only these hold integers that no int64 holds. */
const isUnsigned = ({ sql }: ColumnType): boolean => /^UBIGINT(\[\d*\])?$/.test(sql)

/** Integers from 2^63 on, as `hash(word)` gives them. */
export const outsideInt64: ColumnFault = {
  occursIn: isUnsigned,
  condition: (column) => `(${column} IS NOT NULL AND TRY_CAST(${column} AS BIGINT) IS NULL)`,
  example: (column) => column,
  diagnostic: ({ name, column, span }, rows, example) =>
    diagnostic('CTR4044', span, { name, rows, example, cast: `cast(${quoteName(column)} >> 1 as BIGINT)` }),
}

const outside = (column: string): string =>
  `list_filter(${column}, element -> element IS NOT NULL AND TRY_CAST(element AS BIGINT) IS NULL)`

/** The same of a list's elements. */
export const listOutsideInt64: ColumnFault = {
  occursIn: isUnsigned,
  condition: (column) => `len(${outside(column)}) > 0`,
  example: (column) => `${outside(column)}[1]`,
  diagnostic: ({ name, column, span }, rows, example) => {
    const cast = `list_transform(${quoteName(column)}, element -> cast(element >> 1 as BIGINT))`
    return diagnostic('CTR4044', span, { name, rows, example, cast })
  },
}

/** The least int64 is missing in a log as it is at serving. Its literal has no sign of its own in SQL. */
export const leastBigint = "CAST('-9223372036854775808' AS BIGINT)"

/** A float without its sentinel. What a float cannot hold is missing; sentinels are compared in 32 bits, as everywhere. */
export function floatSql(column: string, sentinel: number | string | undefined): string {
  const value = `TRY_CAST(${column} AS FLOAT)`
  if (typeof sentinel !== 'number' || !Number.isFinite(sentinelFloat(sentinel))) return value
  return `nullif(${value}, CAST(${sentinel} AS FLOAT))`
}

export function textSql(column: string, sentinel: number | string | undefined): string {
  const value = `CAST(${column} AS VARCHAR)`
  return typeof sentinel === 'string' ? `nullif(${value}, ${quoteText(sentinel)})` : value
}
