import { expect, test } from 'vitest'
import { slicesOf } from '../../../src/learn/evaluate/slices.ts'

/** Not in the order of their names; two surfaces have a view of one name; nothing is shown in the last. */
const all = [
  { surface: 'search', view: 'results' },
  { surface: 'home', view: 'default' },
  { surface: 'search', view: 'guided' },
  { surface: 'board', view: 'results' },
  { surface: 'board', view: 'guided' },
  { surface: 'closeup', view: 'default' },
]
const slices = slicesOf(Uint16Array.of(0, 1, 2, 3, 0, 4, 1), { all })

/** The rows of each slice, as they stand in JSON. */
const arranged = slices.arrange(slices.names.map((_, slice) => [...slices.rowsOf(slice)]))

test('slices are all rows, those of each surface, and those of each view where a surface has several', () => {
  expect(arranged).toEqual({
    all: [0, 1, 2, 3, 4, 5, 6],
    surfaces: { board: [3, 5], home: [1, 6], search: [0, 2, 4] },
    views: { board: { guided: [5], results: [3] }, search: { guided: [2], results: [0, 4] } },
  })
})

test('surfaces and views stand in the order of their names', () => {
  expect(Object.keys(arranged.surfaces)).toEqual(['board', 'home', 'search'])
  expect(Object.entries(arranged.views).map(([surface, views]) => [surface, ...Object.keys(views)])).toEqual([
    ['board', 'guided', 'results'],
    ['search', 'guided', 'results'],
  ])
})

test('no rows are one slice, an empty one', () => {
  const none = slicesOf(new Uint16Array(0), { all })
  expect(none.arrange(none.names.map((_, slice) => [...none.rowsOf(slice)]))).toEqual({
    all: [],
    surfaces: {},
    views: {},
  })
})
