import { broadcastTypes } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { missingElements } from '../missing.ts'
import { mixId } from '../mix.ts'
import { integersOf, integerTensor } from '../raw-integers.ts'
import { missingInteger } from '../vocabulary.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly mix_ids: { readonly seed: number }
  }
}

const lanesOf = (id: bigint): readonly [low: number, high: number] => [
  Number(BigInt.asUintN(32, id)),
  Number(BigInt.asUintN(32, id >> 32n)),
]

/** Two raw ids -> an id of the pair below 2^32, mix(b) seeded with mix(a) (mix.ts), int64: [], [] -> []. Missing where either is. */
export const mixIds = defineOp('mix_ids', {
  type: ([a, b]) => broadcastTypes([a!, b!], 'int64'),
  cost: () => ({ multiplyAdds: 0 }),
  gradient: 'none',
  evaluate: ([a, b], { type, attributes: { seed } }) => {
    const [missingA, missingB] = [missingElements(a!, undefined), missingElements(b!, undefined)]
    const firsts = integersOf(a!)
    const mixed = integersOf(b!).map((second, i) => {
      if (missingA(i) || missingB(i)) return missingInteger
      return BigInt(mixId(...lanesOf(second), mixId(...lanesOf(firsts[i]!), seed)))
    })
    return integerTensor(type, b!.rows, mixed)
  },
})
