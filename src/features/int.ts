import { defineKind, numberManifest } from './definition.ts'
import { encodeIntegerMissing, encodeIntegerNumber } from './encode.ts'
import { generateIntegers, integerKeys } from './generate.ts'
import { wholeNumberLiteral } from './literals.ts'
import { ofLargeMagnitude } from './number-faults.ts'
import { integerReading } from './reading.ts'

export interface IntType {
  readonly kind: 'int'
}

/** A whole number, int64, which the graph reads as a float32. Missing: null, the least int64, the sentinel. */
export const int = defineKind<IntType>({
  declare: () => ({ kind: 'int' }),
  define: () => ({
    text: 'int',
    noun: 'int',
    literals: { missing: wholeNumberLiteral, default: wholeNumberLiteral, 'served as': wholeNumberLiteral },
    lookup: undefined,
    operand: 'int',
    canBeKey: true,
    column: (sentinel) => {
      const reading = integerReading(sentinel, ({ kind }) => kind === 'integer' || kind === 'boolean')
      return {
        ...reading,
        missing: (column) => `${reading.identity(column)} IS NULL`,
        faults: [...reading.faults, ofLargeMagnitude(reading.identity)],
      }
    },
    graph: { value: { dtype: 'int64', shape: [] }, steps: undefined, reads: 'number', clearsSentinel: false },
    host: { tableRows: undefined, number: encodeIntegerNumber, missing: encodeIntegerMissing, mask: undefined },
    manifest: numberManifest,
    generate: generateIntegers(200),
    generateKeys: integerKeys,
  }),
})
