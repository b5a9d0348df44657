import type { ColumnType } from '../sql/column-type.ts'
import { type Conversion, isWordForMissing } from './conversion.ts'
import { fromTime } from './to-number.ts'

/** A number that a double holds exactly, as are all of smaller magnitude. */
const exact = '9007199254740992'

/** How a column becomes int64. `hashed`: words and numbers that no int64 holds may be hashed, as those of an id. */
export function toInteger(type: ColumnType, hashed: boolean): readonly Conversion[] {
  const last = hashed ? [hash] : [readable]
  switch (type.kind) {
    case 'string':
      return [cast, castOrMissing, wholeInText, hexadecimal, ...last]
    case 'float':
      if (type.sql === 'FLOAT' || type.sql === 'DOUBLE') return [wholeDouble, finiteDouble, ...(hashed ? [hash] : [])]
      return [wholeDecimal, ...(hashed ? [hash] : [])]
    case 'integer':
    case 'boolean':
      return [{ sql: (column) => `cast(${column} as BIGINT)` }]
    case 'time':
      return fromTime(type).map((days) => ({ ...days, sql: (column) => `cast(floor(${days.sql(column)}) as BIGINT)` }))
    case 'other':
      if (type.sql === 'JSON')
        return [{ sql: (column) => `try_cast(${column} as BIGINT)`, loses: isNoWholeText }, ...last]
      return hashed && /^(UUID|BLOB)$/.test(type.sql) ? [hash] : []
    case 'list':
      return []
  }
}

/** `cast('1.7' as BIGINT)` is 2 in DuckDB, and that of `1e3` 1000. */
const isNoWholeText = (column: string): string =>
  `(NOT regexp_full_match(trim(${column}), '[+-]?[0-9]+') OR try_cast(${column} as BIGINT) IS NULL)`

const cast: Conversion = { sql: (column) => `cast(${column} as BIGINT)`, loses: isNoWholeText }

const castOrMissing: Conversion = {
  sql: (column) => `try_cast(${column} as BIGINT)`,
  loses: (column) => `(${isNoWholeText(column)} AND NOT ${isWordForMissing(column)})`,
  drops: isWordForMissing,
}

/** `12.0` in a column that passed through floats. */
const wholeInText: Conversion = {
  sql: (column) => `try_cast(try_cast(${column} as DOUBLE) as BIGINT)`,
  loses: (column) =>
    `(NOT coalesce(${isWholeDouble(`try_cast(${column} as DOUBLE)`)}, FALSE) AND NOT ${isWordForMissing(column)})`,
  drops: isWordForMissing,
}

/** Up to 15 digits: those of 16 may not fit. Words of letters alone, such as `ad`, are no numbers. */
const hexadecimal: Conversion = {
  sql: (column) => `cast('0x' || nullif(${column}, '') as BIGINT)`,
  loses: (column) => `NOT regexp_full_match(${column}, '[0-9A-Fa-f]{0,15}')`,
  sign: (column) => `regexp_matches(${column}, '[0-9]')`,
}

const hash: Conversion = {
  sql: (column) => `if(${column} is null, null, cast(hash(${column}) >> 1 as BIGINT))`,
  does: 'hashes it',
}

/** What can be read is; the rest is missing. */
const readable: Conversion = {
  sql: (column) => `if(regexp_full_match(trim(${column}), '[+-]?[0-9]+'), try_cast(${column} as BIGINT), null)`,
  drops: isNoWholeText,
}

const isWholeDouble = (column: string): string => `(${column} = trunc(${column}) AND abs(${column}) <= ${exact})`

const wholeDouble: Conversion = {
  sql: (column) => `cast(${column} as BIGINT)`,
  loses: (column) => `NOT (isfinite(${column}) AND ${isWholeDouble(column)})`,
}

const finiteDouble: Conversion = {
  sql: (column) => `try_cast(${column} as BIGINT)`,
  loses: (column) => `(isfinite(${column}) AND NOT ${isWholeDouble(column)})`,
  drops: (column) => `NOT isfinite(${column})`,
}

const wholeDecimal: Conversion = {
  sql: (column) => `cast(${column} as BIGINT)`,
  loses: (column) => `(try_cast(${column} as BIGINT) IS NULL OR ${column} <> trunc(${column}))`,
}
