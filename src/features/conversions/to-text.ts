import type { ColumnType } from '../sql/column-type.ts'
import type { Conversion } from './conversion.ts'

/** How a column becomes text. */
export function toText(type: ColumnType): readonly Conversion[] {
  const cast: Conversion = { sql: (column) => `cast(${column} as VARCHAR)` }
  switch (type.kind) {
    case 'float':
      return type.sql === 'FLOAT' || type.sql === 'DOUBLE' ? [whole, cast] : [cast]
    case 'integer':
    case 'boolean':
    case 'time':
    case 'string':
      return [cast]
    case 'other':
      if (type.sql === 'BLOB') return [decoded]
      if (type.sql === 'JSON') return [{ sql: (column) => `${column} ->> '$'` }]
      return [cast]
    case 'list':
      return []
  }
}

/** A whole number that passed through floats: `12`, not `12.0`. */
const whole: Conversion = {
  sql: (column) => `cast(cast(${column} as BIGINT) as VARCHAR)`,
  loses: (column) =>
    `NOT (isfinite(${column}) AND ${column} = trunc(${column}) AND abs(${column}) <= 9007199254740992)`,
}

/** Text that Parquet has as bytes. */
const decoded: Conversion = {
  sql: (column) => `decode(${column})`,
  loses: (column) => `try(decode(${column})) IS NULL`,
}
