import { demandDtype } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { missingElements } from '../missing.ts'
import { integersOf, integerTensor } from '../raw-integers.ts'
import { missingInteger } from '../vocabulary.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly clamp: { readonly low: number; readonly high: number }
  }
}

/** A raw number, no less than `low` and no more than `high`, still raw, elementwise: [...] -> [...] of the same dtype. Missing stays missing. */
export const clamp = defineOp('clamp', {
  type: ([raw]) => demandDtype([raw!], 'float32', 'int64') ?? raw!,
  cost: () => ({ multiplyAdds: 0 }),
  gradient: 'none',
  evaluate: ([raw], { type, attributes: { low, high } }) => {
    const isMissing = missingElements(raw!, undefined)
    if (type.dtype === 'int64') {
      const [least, most] = [BigInt(low), BigInt(high)]
      const clamped = integersOf(raw!).map((value, i) => {
        if (isMissing(i)) return missingInteger
        return value < least ? least : value > most ? most : value
      })
      return integerTensor(type, raw!.rows, clamped)
    }
    const [least, most] = [Math.fround(low), Math.fround(high)]
    const data = raw!.data.map((value, i) => {
      if (isMissing(i)) return Number.NaN
      return value < least ? least : value > most ? most : value
    })
    return { type, rows: raw!.rows, data }
  },
})
