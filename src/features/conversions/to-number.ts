import type { ColumnType } from '../sql/column-type.ts'
import { type Conversion, isWordForMissing } from './conversion.ts'

/** How a column becomes a floating-point number. */
export function toNumber(type: ColumnType): readonly Conversion[] {
  switch (type.kind) {
    case 'string':
      return [cast, castOrMissing, decimalComma, grouped, readable]
    case 'time':
      return fromTime(type)
    case 'other':
      if (type.sql === 'JSON') return [readable]
      return type.sql === 'INTERVAL' ? [{ sql: (column) => `epoch(${column})`, does: 'gives its seconds' }] : []
    case 'integer':
    case 'float':
    case 'boolean':
    case 'list':
      return []
  }
}

/** Days since 1970, or hours of the day: units in which a model learns. */
export const fromTime = ({ sql: name }: ColumnType): readonly Conversion[] =>
  /^TIME\b/.test(name)
    ? [{ sql: (column) => `epoch(${column}) / 3600.0`, does: 'gives its hours' }]
    : [{ sql: (column) => `epoch(${column}) / 86400.0`, does: 'gives its days since 1970' }]

const fails = (column: string): string => `try_cast(${column} as DOUBLE) IS NULL`

const cast: Conversion = { sql: (column) => `cast(${column} as DOUBLE)`, loses: fails }

const castOrMissing: Conversion = {
  sql: (column) => `try_cast(${column} as DOUBLE)`,
  loses: (column) => `(${fails(column)} AND NOT ${isWordForMissing(column)})`,
  drops: (column) => `(${fails(column)} AND ${isWordForMissing(column)})`,
}

/** `1,5`: no group of three digits behind the comma, which would be a thousand's. */
const decimalComma: Conversion = {
  sql: (column) => `try_cast(replace(${column}, ',', '.') as DOUBLE)`,
  loses: (column) =>
    `(NOT regexp_full_match(trim(${column}), '[+-]?[0-9]*,?[0-9]+') AND NOT ${isWordForMissing(column)})`,
  drops: isWordForMissing,
  sign: (column) => `regexp_matches(${column}, ',([0-9]{1,2}|[0-9]{4,})$')`,
}

/** `1,234.50`, `$12`, `5 %`. */
const grouped: Conversion = {
  sql: (column) => `try_cast(regexp_replace(${column}, '[^0-9.eE+-]', '', 'g') as DOUBLE)`,
  loses: (column) =>
    `(NOT regexp_full_match(trim(${column}), '[^0-9A-Za-z.+-]*[+-]?[0-9]{1,3}(,?[0-9]{3})*([.][0-9]+)?[^0-9A-Za-z.+-]*') AND NOT ${isWordForMissing(column)})`,
  drops: isWordForMissing,
}

/** What can be read is; the rest is missing. */
const readable: Conversion = { sql: (column) => `try_cast(${column} as DOUBLE)`, drops: fails }
