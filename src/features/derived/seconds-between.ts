import { missingInteger } from '../../graph/vocabulary.ts'
import { type RawColumn, rawIntegers } from '../raw.ts'
import { integers } from './columns.ts'
import { defineDerivation } from './definition.ts'

/** Rounds towards the past. */
const seconds = (milliseconds: bigint): bigint => (milliseconds - (((milliseconds % 1000n) + 1000n) % 1000n)) / 1000n

/** `seconds_between(a, b)`: whole seconds from a to b, both in milliseconds; negative where b is before a. */
export const secondsBetween = defineDerivation({
  form: 'seconds_between(a, b)',
  parameters: [
    { kind: 'operand', name: 'a', accepts: ['time', 'int'] },
    { kind: 'operand', name: 'b', accepts: ['time', 'int'] },
  ],
  refuses: () => undefined,
  result: () => ({ kind: 'int' }),
  host: ([a, b]): RawColumn => {
    const [from, to] = [integers(a).values, integers(b).values]
    return rawIntegers(
      from.map((begin, row) => {
        const end = to[row]!
        return begin === missingInteger || end === missingInteger ? missingInteger : seconds(end - begin)
      }),
    )
  },
  graph: (g, [a, b]) => g.builder.add('seconds_between', [a!.value, b!.value], {}),
})
