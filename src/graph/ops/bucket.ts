import { demandDtype } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { missingElements } from '../missing.ts'
import { integersOf, integerTensor } from '../raw-integers.ts'
import { missingInteger } from '../vocabulary.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly bucket: { readonly edges: readonly number[] }
  }
}

/**
 * How many of the edges a raw number is not below, int64, elementwise: [...] -> [...]. Edges ascend, so that bucket i holds
 * [edges[i - 1], edges[i]). Integers compare as int64, floats as float32. Missing stays missing.
 */
export const bucket = defineOp('bucket', {
  type: ([raw]) => demandDtype([raw!], 'float32', 'int64') ?? { ...raw!, dtype: 'int64' },
  cost: () => ({ multiplyAdds: 0 }),
  gradient: 'none',
  evaluate: ([raw], { type, attributes: { edges } }) => {
    const isMissing = missingElements(raw!, undefined)
    const values: ArrayLike<number | bigint> =
      raw!.type.dtype === 'int64' ? integersOf(raw!) : raw!.data.map(Math.fround)
    const bounds = raw!.type.dtype === 'int64' ? edges : edges.map(Math.fround)
    const found = Array.from(values, (value, i) =>
      isMissing(i) ? missingInteger : BigInt(bounds.filter((edge) => value >= edge).length),
    )
    return integerTensor(type, raw!.rows, BigInt64Array.from(found))
  },
})
