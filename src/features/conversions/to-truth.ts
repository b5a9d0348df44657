import type { ColumnType } from '../sql/column-type.ts'
import { type Conversion, isWordForMissing } from './conversion.ts'

/** How a column becomes true or false. */
export function toTruth(type: ColumnType): readonly Conversion[] {
  switch (type.kind) {
    case 'string':
      return [cast, castOrMissing]
    case 'float':
      return [{ sql: (column) => `cast(${column} as BIGINT)`, loses: (column) => `${column} NOT IN (0, 1)` }]
    case 'integer':
    case 'boolean':
    case 'time':
    case 'list':
    case 'other':
      return []
  }
}

const fails = (column: string): string => `try_cast(${column} as BOOLEAN) IS NULL`

const cast: Conversion = { sql: (column) => `cast(${column} as BOOLEAN)`, loses: fails }

const castOrMissing: Conversion = {
  sql: (column) => `try_cast(${column} as BOOLEAN)`,
  loses: (column) => `(${fails(column)} AND NOT ${isWordForMissing(column)})`,
  drops: (column) => `(${fails(column)} AND ${isWordForMissing(column)})`,
}
