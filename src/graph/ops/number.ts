import { demandDtype } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { missingElements } from '../missing.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly number: { readonly sentinel: number | undefined; readonly default: number | undefined }
  }
}

/**
 * A raw number -> float32, elementwise: [...] -> [...]. Missing becomes `default`; without a default it becomes NaN, which the
 * row's score and status show.
 */
export const number = defineOp('number', {
  type: ([raw]) => demandDtype([raw!], 'float32', 'int64') ?? { ...raw!, dtype: 'float32' },
  cost: () => ({ multiplyAdds: 0 }),
  gradient: 'none',
  evaluate: ([raw], { type, attributes }) => {
    const isMissing = missingElements(raw!, attributes.sentinel)
    const otherwise = attributes.default ?? Number.NaN
    return { type, rows: raw!.rows, data: raw!.data.map((value, i) => (isMissing(i) ? otherwise : value)) }
  },
})
