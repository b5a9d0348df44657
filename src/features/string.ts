import { toText } from './conversions/to-text.ts'
import { defineKind } from './definition.ts'
import { encodeWordMissing, encodeWordRows } from './encode.ts'
import { generateWords, wordKeys } from './generate.ts'
import { refused, stringLiteral } from './literals.ts'
import { textSql } from './reading.ts'
import { unreadableWord } from './word-faults.ts'

export interface StringType {
  readonly kind: 'string'
  readonly table: string | undefined
}

/** A word that finds its row in a vocabulary. Missing: null, "", the sentinel; it reads the table's row 0. */
export const string = defineKind<StringType>({
  declare: ({ table }) => ({ kind: 'string', table }),
  define: ({ table }) => ({
    text: 'string',
    noun: 'string',
    literals: {
      missing: stringLiteral,
      default: refused("without a value it reads its table's own trained missing row"),
      'served as': stringLiteral,
    },
    lookup: { element: 'string', table },
    operand: undefined,
    canBeKey: true,
    column: (sentinel) => ({
      storage: { kind: 'string' },
      expected: 'a string',
      fits: ({ kind }) => kind === 'string',
      conversions: toText,
      sqlType: 'VARCHAR',
      sql: (column) => textSql(column, sentinel),
      words: (column) => textSql(column, sentinel),
      missing: undefined,
      faults: [unreadableWord],
      identity: (column) => `nullif(${textSql(column, sentinel)}, '')`,
    }),
    graph: { value: { dtype: 'string', shape: [] }, steps: undefined, reads: 'raw', clearsSentinel: true },
    host: { tableRows: encodeWordRows, number: undefined, missing: encodeWordMissing, mask: undefined },
    manifest: ({ missing }) => (missing === undefined ? {} : { sentinel: missing }),
    generate: generateWords,
    generateKeys: wordKeys,
  }),
})
