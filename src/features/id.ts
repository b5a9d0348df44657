import { defineKind } from './definition.ts'
import { encodeIdRows, encodeIntegerMissing } from './encode.ts'
import { generateIds, integerKeys } from './generate.ts'
import { refused, wholeNumberLiteral } from './literals.ts'
import { integerReading } from './reading.ts'

export interface IdType {
  readonly kind: 'id'
  readonly table: string | undefined
}

/** An id: an int64 that finds its row in a table. Missing: null, the least int64, the sentinel; it reads the table's row 0. */
export const id = defineKind<IdType>({
  declare: ({ table }) => ({ kind: 'id', table }),
  define: ({ table }) => ({
    text: 'id',
    noun: 'id',
    literals: {
      missing: wholeNumberLiteral,
      default: refused("without a value it reads its table's own trained missing row"),
      'served as': wholeNumberLiteral,
    },
    lookup: { element: 'id', table },
    operand: 'id',
    canBeKey: true,
    column: (sentinel) => integerReading(sentinel, ({ kind }) => kind === 'integer', { hashed: true }),
    graph: { value: { dtype: 'int64', shape: [] }, steps: undefined, reads: 'raw', clearsSentinel: true },
    host: { tableRows: encodeIdRows, number: undefined, missing: encodeIntegerMissing, mask: undefined },
    manifest: ({ missing }) => (missing === undefined ? {} : { sentinel: missing }),
    generate: generateIds,
    generateKeys: integerKeys,
  }),
})
