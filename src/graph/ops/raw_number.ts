import { demandDtype } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { missingElements } from '../missing.ts'
import { integersOf, integerTensor } from '../raw-integers.ts'
import { missingInteger } from '../vocabulary.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly raw_number: { readonly sentinel: number | undefined; readonly default: number | undefined }
  }
}

/**
 * A raw number without its sentinel, still raw, elementwise: [...] -> [...] of the same dtype. Missing becomes `default`; without one, NaN
 * or the least int64. What derivations compute with (features/derived).
 */
export const rawNumber = defineOp('raw_number', {
  type: ([raw]) => demandDtype([raw!], 'float32', 'int64') ?? raw!,
  cost: () => ({ multiplyAdds: 0 }),
  gradient: 'none',
  evaluate: ([raw], { type, attributes }) => {
    const isMissing = missingElements(raw!, attributes.sentinel)
    const { default: otherwise } = attributes
    if (type.dtype === 'int64') {
      const instead = otherwise === undefined ? missingInteger : BigInt(otherwise)
      const filled = integersOf(raw!).map((value, i) => (isMissing(i) ? instead : value))
      return integerTensor(type, raw!.rows, filled)
    }
    const data = raw!.data.map((value, i) => (isMissing(i) ? Math.fround(otherwise ?? Number.NaN) : value))
    return { type, rows: raw!.rows, data }
  },
})
