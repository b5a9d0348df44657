import { defineOp } from '../define-op.ts'
import { missingElements } from '../missing.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly is_missing: { readonly sentinel: number | undefined }
  }
}

/** Any raw value -> float32 1 where it is missing, else 0, elementwise: [...] -> [...]. */
export const isMissing = defineOp('is_missing', {
  type: ([raw]) => ({ ...raw!, dtype: 'float32' }),
  cost: () => ({ multiplyAdds: 0 }),
  gradient: 'none',
  evaluate: ([raw], { type, attributes: { sentinel } }) => {
    const isMissing = missingElements(raw!, sentinel)
    return { type, rows: raw!.rows, data: Float64Array.from(raw!.data, (_, i) => (isMissing(i) ? 1 : 0)) }
  },
})
