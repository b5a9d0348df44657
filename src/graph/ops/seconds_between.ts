import { broadcastTypes } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { missingElements } from '../missing.ts'
import { integersOf, integerTensor } from '../raw-integers.ts'
import { missingInteger } from '../vocabulary.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly seconds_between: Nothing
  }
}

/** Two raw times in milliseconds -> the whole seconds from the first to the second, floored, int64: [], [] -> []. Missing where either is. */
export const secondsBetween = defineOp('seconds_between', {
  type: ([from, to]) => broadcastTypes([from!, to!], 'int64'),
  cost: () => ({ multiplyAdds: 0 }),
  gradient: 'none',
  evaluate: ([from, to], { type }) => {
    const [missingFrom, missingTo] = [missingElements(from!, undefined), missingElements(to!, undefined)]
    const begins = integersOf(from!)
    const seconds = integersOf(to!).map((end, i) => {
      if (missingFrom(i) || missingTo(i)) return missingInteger
      const between = end - begins[i]!
      return (between - (((between % 1000n) + 1000n) % 1000n)) / 1000n
    })
    return integerTensor(type, to!.rows, seconds)
  },
})
