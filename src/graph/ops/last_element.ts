import { defineOp } from '../define-op.ts'
import { listMismatch } from '../list-operands.ts'
import { integersOf, integerTensor } from '../raw-integers.ts'
import { missingInteger } from '../vocabulary.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly last_element: Nothing
  }
}

/** A raw list of ids and its length -> its newest element, int64: [L], [] -> []. Missing where there is none. */
export const lastElement = defineOp('last_element', {
  type: ([list, length]) => listMismatch(list!, length!) ?? length!,
  cost: () => ({ multiplyAdds: 0 }),
  gradient: 'none',
  evaluate: ([list, length], { type }) => {
    const kept = list!.type.shape[0]!
    const elements = integersOf(list!)
    const newest = Array.from(length!.data, (steps, row) =>
      steps <= 0 ? missingInteger : elements[row * kept + Math.min(steps, kept) - 1]!,
    )
    return integerTensor(type, length!.rows, BigInt64Array.from(newest))
  },
})
