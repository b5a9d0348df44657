/** What a column holds, as far as features and row expressions care. `sql` is DuckDB's name of the type. */
export type ColumnType =
  | { readonly kind: 'integer' | 'float' | 'boolean' | 'string' | 'time' | 'other'; readonly sql: string }
  /** `size`: of a fixed-size array, else undefined. */
  | { readonly kind: 'list'; readonly element: ColumnType; readonly size: number | undefined; readonly sql: string }

/** Integers that fit an int64. UBIGINT is among them: a value past the int64 range fails the query, with its reason. */
const integers = /^(TINYINT|SMALLINT|INTEGER|BIGINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT)$/
const floats = /^(FLOAT|DOUBLE|DECIMAL\(.*\)|HUGEINT|UHUGEINT)$/
const times = /^(DATE|TIME|TIMESTAMP)/

/** Reads a type's name as DESCRIBE gives it: `BIGINT`, `VARCHAR[]`, `FLOAT[64]`, `DECIMAL(9,2)`. */
export function columnType(sql: string): ColumnType {
  const list = /^(.*)\[(\d*)\]$/s.exec(sql)
  if (list !== null) {
    const size = list[2] === '' ? undefined : Number(list[2])
    return { kind: 'list', element: columnType(list[1]!), size, sql }
  }
  if (integers.test(sql)) return { kind: 'integer', sql }
  if (floats.test(sql)) return { kind: 'float', sql }
  if (sql === 'BOOLEAN') return { kind: 'boolean', sql }
  if (sql === 'VARCHAR' || sql.startsWith('ENUM(')) return { kind: 'string', sql }
  if (times.test(sql)) return { kind: 'time', sql }
  return { kind: 'other', sql }
}

/** NaN and infinities exist in these alone. */
export const canBeNaN = (type: ColumnType): boolean => type.sql === 'FLOAT' || type.sql === 'DOUBLE'
