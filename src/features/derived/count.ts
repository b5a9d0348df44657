import { missingInteger } from '../../graph/vocabulary.ts'
import { type RawColumn, rawIntegers } from '../raw.ts'
import { idList, integers } from './columns.ts'
import { defineDerivation } from './definition.ts'

/** `count(recent_pins == pin_id)`: how many elements are that id, among those that the list keeps. Constants: how many it keeps. */
export const count = defineDerivation({
  form: 'count(list == id)',
  parameters: [{ kind: 'equality', name: 'list == id', accepts: ['list of ids', 'id'] }],
  refuses: () => undefined,
  result: () => ({ kind: 'int' }),
  host: ([list, id], [kept]): RawColumn => {
    const { lengths, starts, values } = idList(list)
    const counts = integers(id).values.map((wanted, row) => {
      const length = lengths[row]!
      if (length < 0 || wanted === missingInteger) return missingInteger
      const end = starts[row]! + length
      let found = 0n
      for (let at = end - Math.min(length, kept!); at < end; at++) if (values[at] === wanted) found++
      return found
    })
    return rawIntegers(counts)
  },
  graph: (g, [list, id]) => {
    if (list?.length === undefined) throw new Error('count reads a list, which has a length')
    return g.builder.add('count_equal', [list.value, list.length, id!.value], {})
  },
})
