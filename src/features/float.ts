import { toNumber } from './conversions/to-number.ts'
import { defineKind, numberManifest } from './definition.ts'
import { encodeFloatMissing, encodeFloatNumber } from './encode.ts'
import { generateFloats } from './generate.ts'
import { float32Literal, numberLiteral } from './literals.ts'
import { beyondFloat32, infinite, ofLargeMagnitude } from './number-faults.ts'
import { floatSql, isNumeric } from './reading.ts'

export interface FloatType {
  readonly kind: 'float'
}

/** A number, float32. Missing: null, NaN, the infinities, the sentinel as a float32. */
export const float = defineKind<FloatType>({
  declare: () => ({ kind: 'float' }),
  define: () => ({
    text: 'float',
    noun: 'float',
    literals: { missing: numberLiteral, default: float32Literal, 'served as': float32Literal },
    lookup: undefined,
    operand: 'float',
    canBeKey: false,
    column: (sentinel) => {
      const sql = (column: string): string => floatSql(column, sentinel)
      const identity = (column: string): string => `CASE WHEN isfinite(${sql(column)}) THEN ${sql(column)} END`
      return {
        storage: { kind: 'float' },
        expected: 'a number',
        fits: isNumeric,
        conversions: toNumber,
        sqlType: 'DOUBLE',
        sql,
        words: sql,
        missing: (column) => `${identity(column)} IS NULL`,
        faults: [beyondFloat32, infinite, ofLargeMagnitude(identity)],
        identity,
      }
    },
    graph: { value: { dtype: 'float32', shape: [] }, steps: undefined, reads: 'number', clearsSentinel: false },
    host: { tableRows: undefined, number: encodeFloatNumber, missing: encodeFloatMissing, mask: undefined },
    manifest: numberManifest,
    generate: generateFloats(1, 2),
    generateKeys: undefined,
  }),
})
