import { diagnostic } from '../diagnostics/report.ts'
import { toList } from './conversions/to-list.ts'
import { toNumber } from './conversions/to-number.ts'
import { defineKind, numberManifest } from './definition.ts'
import { encodeFloatMissing, encodeFloatNumber } from './encode.ts'
import { generateFloats } from './generate.ts'
import { float32Literal, refused } from './literals.ts'
import { isNumeric } from './reading.ts'

export interface VectorType {
  readonly kind: 'vector'
  readonly size: number
}

const numbers = { fits: isNumeric, conversions: toNumber, sqlType: 'DOUBLE' }

/** A dense vector, float32 [size]. Missing: null as a whole; NaN and the infinities element by element. */
export const vector = defineKind<VectorType>({
  declare: ({ size }) => ({ kind: 'vector', size }),
  define: ({ size }) => ({
    text: `[${size}]`,
    noun: 'vector',
    literals: {
      missing: refused('a vector is missing as a whole, as null'),
      default: float32Literal,
      'served as': float32Literal,
    },
    lookup: undefined,
    operand: undefined,
    canBeKey: false,
    column: () => {
      const sql = (column: string): string => `TRY_CAST(${column} AS FLOAT[])`
      return {
        storage: { kind: 'floats', size },
        expected: `a list of ${size} numbers`,
        fits: (type) =>
          type.kind === 'list' && isNumeric(type.element) && (type.size === undefined || type.size === size),
        conversions: (type) => (type.kind === 'list' && isNumeric(type.element) ? [] : toList(type, numbers)),
        sqlType: `DOUBLE[${size}]`,
        sql,
        words: sql,
        missing: (column) =>
          `(${sql(column)} IS NULL OR len(list_filter(${sql(column)}, element -> element IS NULL OR NOT isfinite(element))) > 0)`,
        faults: [
          {
            condition: (column) => `len(${column}) <> ${size}`,
            example: (column) => `len(${column})`,
            diagnostic: ({ name, span }, rows, found) =>
              diagnostic('CTR4041', span, { feature: name, size, rows, found: Number(found) }),
          },
        ],
        identity: (column) => `list_transform(${sql(column)}, element -> CASE WHEN isfinite(element) THEN element END)`,
      }
    },
    graph: { value: { dtype: 'float32', shape: [size] }, steps: undefined, reads: 'number', clearsSentinel: false },
    host: { tableRows: undefined, number: encodeFloatNumber, missing: encodeFloatMissing, mask: undefined },
    manifest: numberManifest,
    generate: generateFloats(size, 0),
    generateKeys: undefined,
  }),
})
