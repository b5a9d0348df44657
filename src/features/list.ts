import type { Conversion } from './conversions/conversion.ts'
import { toInteger } from './conversions/to-integer.ts'
import { toList } from './conversions/to-list.ts'
import { toText } from './conversions/to-text.ts'
import { defineKind, type FeatureDefinition } from './definition.ts'
import { encodeListMask, encodeListMissing, encodeListRows } from './encode.ts'
import { generateList } from './generate.ts'
import { refused } from './literals.ts'
import { leastBigint, listOutsideInt64 } from './reading.ts'
import type { ColumnType } from './sql/column-type.ts'
import { unreadableWords } from './word-faults.ts'

export interface ListType {
  readonly kind: 'list'
  readonly element: 'id' | 'string'
  /** The last so many elements are kept, oldest first. */
  readonly length: number
  readonly table: string | undefined
}

interface Element {
  readonly dtype: 'int64' | 'string'
  readonly column: ColumnType['kind']
  readonly sqlType: string
  readonly conversions: (type: ColumnType) => readonly Conversion[]
  /** The element that stands for a missing one, in SQL. */
  readonly missing: string
}

const elements: Readonly<Record<ListType['element'], Element>> = {
  id: {
    dtype: 'int64',
    column: 'integer',
    sqlType: 'BIGINT',
    conversions: (type) => toInteger(type, true),
    missing: leastBigint,
  },
  string: { dtype: 'string', column: 'string', sqlType: 'VARCHAR', conversions: toText, missing: "''" },
}

/** A sequence of ids or words that find their rows in a table. Missing: null, which reads as an empty one; elements as their kind. */
export const list = defineKind<ListType>({
  declare: ({ element, size, table }) => ({
    kind: 'list',
    element: element === 'string' ? element : 'id',
    length: size,
    table,
  }),
  define: ({ element, length, table }): FeatureDefinition => {
    const { dtype, column: fitting, sqlType, missing, conversions } = elements[element]
    const sql = (column: string): string => `CAST(${column} AS ${sqlType}[])`
    const kept = (column: string): string => `(${sql(column)})[-${length}:]`
    return {
      text: `list<${element}, ${length}>`,
      noun: `list of ${element}s`,
      literals: {
        missing: refused('a missing list is empty'),
        default: refused('a missing list is empty'),
        'served as': refused('a missing list is empty'),
      },
      lookup: { element, table },
      operand: element === 'id' ? 'list of ids' : undefined,
      canBeKey: false,
      column: () => ({
        storage: { kind: 'list', of: element, length },
        expected: `a list of ${fitting}s`,
        fits: (type) => type.kind === 'list' && type.element.kind === fitting,
        conversions: (type) => toList(type, { fits: ({ kind }) => kind === fitting, conversions, sqlType }),
        sqlType: `${sqlType}[]`,
        sql,
        words: (column) => `unnest(${kept(column)})`,
        missing: undefined,
        faults: [element === 'id' ? listOutsideInt64 : unreadableWords],
        identity: (column) =>
          `list_transform(${kept(column).replace('CAST(', 'TRY_CAST(')}, element -> nullif(element, ${missing}))`,
      }),
      graph: { value: { dtype, shape: [length] }, steps: length, reads: 'raw', clearsSentinel: false },
      host: { tableRows: encodeListRows, number: undefined, missing: encodeListMissing, mask: encodeListMask },
      manifest: () => ({ element, longest: length }),
      generate: generateList(element, length),
      generateKeys: undefined,
    }
  },
})
