import { commonRows, demandDtype, isRowMismatch } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { listMismatch } from '../list-operands.ts'
import { missingElements } from '../missing.ts'
import { integersOf, integerTensor } from '../raw-integers.ts'
import { missingInteger } from '../vocabulary.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly count_equal: Nothing
  }
}

/**
 * A raw list of ids, its length and an id -> how many of the elements are that id, int64: [L], [], [] -> []. Missing where the list or the id
 * is; missing elements and what lies behind the list's end are no id.
 */
export const countEqual = defineOp('count_equal', {
  type: ([list, length, id]) => {
    const wrong = listMismatch(list!, length!) ?? demandDtype([id!], 'int64')
    if (wrong) return wrong
    const rows = commonRows([length!, id!])
    return isRowMismatch(rows) ? rows : { ...length!, rows }
  },
  cost: () => ({ multiplyAdds: 0 }),
  gradient: 'none',
  evaluate: ([list, length, id], { type }) => {
    const kept = list!.type.shape[0]!
    const elements = integersOf(list!)
    const isMissing = missingElements(id!, undefined)
    const counts = integersOf(id!).map((wanted, row) => {
      const steps = Math.min(length!.data[row]!, kept)
      if (steps < 0 || isMissing(row)) return missingInteger
      return BigInt(elements.subarray(row * kept, row * kept + steps).filter((element) => element === wanted).length)
    })
    return integerTensor(type, length!.rows, counts)
  },
})
