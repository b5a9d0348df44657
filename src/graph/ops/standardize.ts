import { demandDtype } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { missingElements } from '../missing.ts'
import { integersOf } from '../raw-integers.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    /** `deviation` is above 0. */
    readonly standardize: { readonly mean: number; readonly deviation: number }
  }
}

/**
 * How many deviations a raw number lies above the mean, still raw, float32, elementwise: [...] -> [...]. Computed in doubles and rounded once to
 * 32 bits, so that large integers of a small deviation stay apart. Missing stays missing.
 */
export const standardize = defineOp('standardize', {
  type: ([raw]) => demandDtype([raw!], 'float32', 'int64') ?? { ...raw!, dtype: 'float32' },
  cost: () => ({ multiplyAdds: 0 }),
  gradient: 'none',
  evaluate: ([raw], { type, attributes: { mean, deviation } }) => {
    const isMissing = missingElements(raw!, undefined)
    const values = raw!.type.dtype === 'int64' ? Array.from(integersOf(raw!), Number) : [...raw!.data].map(Math.fround)
    const data = values.map((value, i) => (isMissing(i) ? Number.NaN : Math.fround((value - mean) / deviation)))
    return { type, rows: raw!.rows, data: Float64Array.from(data) }
  },
})
