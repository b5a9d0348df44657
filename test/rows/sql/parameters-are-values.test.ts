import { expect, test } from 'vitest'
import { parametersAreValues } from '../../../src/rows/sql/parameters-are-values.ts'
import { nodeOf } from '../../../src/rows/sql/parsed.ts'

const markers = new Map([
  ['m0x', { name: 'a', value: "it's" }],
  ['m1x', { name: 'b', value: 'm0x' }],
])
const constant = (value: unknown) => ({ type: 'VALUE_CONSTANT', value })
const agree = (filled: object, marked: object): boolean => parametersAreValues(nodeOf(filled), nodeOf(marked), markers)

test('a tree that differs in values alone is that of the query', () => {
  expect(
    agree(
      { left: constant("/it's/"), right: [constant('m0x')] },
      { left: constant('/m0x/'), right: [constant('m1x')] },
    ),
  ).toBe(true)
  expect(agree({ at: 1, query_location: 7 }, { at: 1, query_location: 9 })).toBe(true)
})

test.each<[string, object, object]>([
  ['another value', { left: constant('its') }, { left: constant('m0x') }],
  ['another constant', { left: constant(2) }, { left: constant(3) }],
  ['one part more', { left: constant("it's"), right: constant(1) }, { left: constant('m0x') }],
  ['one part less', { left: constant("it's") }, { left: constant('m0x'), right: constant(1) }],
  ['another kind of node', { left: { type: 'OR', of: [] } }, { left: constant('m0x') }],
  ['a list for a node', { left: [] }, { left: {} }],
  ['a longer list', { left: [1, 2] }, { left: [1] }],
  ['nothing for something', { left: null }, { left: constant('m0x') }],
])('%s is another query', (_, filled, marked) => {
  expect(agree(filled, marked)).toBe(false)
})
