import { missingInteger } from '../../graph/vocabulary.ts'
import { type RawColumn, rawIntegers } from '../raw.ts'
import { idList } from './columns.ts'
import { defineDerivation } from './definition.ts'

const newest = ([list]: readonly RawColumn[]): RawColumn => {
  const { lengths, starts, values } = idList(list)
  const found = Array.from(lengths, (length, row) => (length > 0 ? values[starts[row]! + length - 1]! : missingInteger))
  return rawIntegers(BigInt64Array.from(found))
}

/** `last(recent_pins)`: the newest element; missing where there is none. */
export const last = defineDerivation({
  form: 'last(list)',
  parameters: [{ kind: 'operand', name: 'list', accepts: ['list of ids', 'list of ints'] }],
  refuses: () => undefined,
  result: () => ({ kind: 'id', ids: undefined }),
  host: newest,
  graph: (g, [list]) => g.builder.add('last_element', [list!.value, lengthOf(list!.length)], {}),
})

/** `last(recent.at)`: of a record's field of ints, a number, which reads that of a step with its default. */
export const lastOfInts = defineDerivation({ ...last, result: () => ({ kind: 'int' }) })

function lengthOf(length: string | undefined): string {
  if (length === undefined) throw new Error('last reads a list, which has a length')
  return length
}
