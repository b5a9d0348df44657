import { mixId } from '../../graph/mix.ts'
import { missingInteger } from '../../graph/vocabulary.ts'
import { type RawColumn, rawIntegers } from '../raw.ts'
import { integers } from './columns.ts'
import { defineDerivation } from './definition.ts'

/** `cross(a, b)`: an id of the pair, mixed of both and of the feature's name. Constants: the seed that the name gives. */
export const cross = defineDerivation({
  form: 'cross(a, b)',
  parameters: [
    { kind: 'operand', name: 'a', accepts: ['id', 'int'] },
    { kind: 'operand', name: 'b', accepts: ['id', 'int'] },
    { kind: 'salt' },
  ],
  refuses: () => undefined,
  result: () => ({ kind: 'id', ids: undefined }),
  host: ([a, b], [seed]): RawColumn => {
    const [first, second] = [integers(a), integers(b)]
    const isMissing = (row: number): boolean =>
      first.values[row] === missingInteger || second.values[row] === missingInteger
    const ids = new BigInt64Array(first.values.length)
    for (let row = 0; row < ids.length; row++) {
      const [lowA, highA] = [first.lanes[2 * row]!, first.lanes[2 * row + 1]!]
      const [lowB, highB] = [second.lanes[2 * row]!, second.lanes[2 * row + 1]!]
      ids[row] = isMissing(row) ? missingInteger : BigInt(mixId(lowB, highB, mixId(lowA, highA, seed!)))
    }
    return rawIntegers(ids)
  },
  graph: (g, [a, b], [seed]) => g.builder.add('mix_ids', [a!.value, b!.value], { seed: seed! }),
})
