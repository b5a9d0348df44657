import { missingInteger } from '../../graph/vocabulary.ts'
import { type RawColumn, rawIntegers } from '../raw.ts'
import { idList } from './columns.ts'
import { defineDerivation } from './definition.ts'

/** `last(recent_pins)`: the newest element; missing where there is none. */
export const last = defineDerivation({
  form: 'last(list)',
  parameters: [{ kind: 'operand', name: 'list', accepts: ['list of ids'] }],
  refuses: () => undefined,
  result: () => ({ kind: 'id', ids: undefined }),
  host: ([list]): RawColumn => {
    const { lengths, starts, values } = idList(list)
    const newest = Array.from(lengths, (length, row) =>
      length > 0 ? values[starts[row]! + length - 1]! : missingInteger,
    )
    return rawIntegers(BigInt64Array.from(newest))
  },
  graph: (g, [list]) => g.builder.add('last_element', [list!.value, lengthOf(list!.length)], {}),
})

function lengthOf(length: string | undefined): string {
  if (length === undefined) throw new Error('last reads a list, which has a length')
  return length
}
