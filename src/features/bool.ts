import { diagnostic } from '../diagnostics/report.ts'
import { toTruth } from './conversions/to-truth.ts'
import { defineKind, numberManifest } from './definition.ts'
import { encodeIntegerMissing, encodeIntegerNumber } from './encode.ts'
import { generateIntegers } from './generate.ts'
import { type LiteralRule, wholeNumberLiteral } from './literals.ts'
import { integerReading } from './reading.ts'

export interface BoolType {
  readonly kind: 'bool'
}

const truth: LiteralRule = {
  expected: () => 'true, false, 1 or 0',
  read: (literal) => {
    const value = Number(literal.value)
    return literal.kind !== 'string' && (value === 0 || value === 1) ? value : undefined
  },
}

/** True or false, int64 1 or 0, which the graph reads as a float32. Missing: null, the least int64, the sentinel (as in -1, 0, 1). */
export const bool = defineKind<BoolType>({
  declare: () => ({ kind: 'bool' }),
  define: () => ({
    text: 'bool',
    noun: 'bool',
    literals: { missing: wholeNumberLiteral, default: truth, 'served as': truth },
    lookup: undefined,
    operand: undefined,
    canBeKey: false,
    column: (sentinel) => {
      const reading = integerReading(sentinel, ({ kind }) => kind === 'boolean' || kind === 'integer')
      return {
        ...reading,
        expected: 'a boolean, or an integer that is 0 or 1',
        conversions: toTruth,
        sqlType: 'BOOLEAN',
        missing: (column) => `${reading.identity(column)} IS NULL`,
        faults: [
          ...reading.faults,
          {
            condition: (column) => `${reading.identity(column)} NOT IN (0, 1)`,
            example: reading.identity,
            diagnostic: ({ name, span }, rows, example) =>
              diagnostic('CTR4043', span, { feature: name, rows, found: example }),
          },
        ],
      }
    },
    graph: { value: { dtype: 'int64', shape: [] }, steps: undefined, reads: 'number', clearsSentinel: false },
    host: { tableRows: undefined, number: encodeIntegerNumber, missing: encodeIntegerMissing, mask: undefined },
    manifest: (feature) => ({ kind: 'bool', ...numberManifest(feature) }),
    generate: generateIntegers(2),
    generateKeys: undefined,
  }),
})
