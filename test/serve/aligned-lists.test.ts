import { expect, test } from 'vitest'
import { lanesOf, type RawColumn, type RawIdList } from '../../src/features/raw.ts'
import { LevelOrder } from '../../src/graph/levels.ts'
import { alignedLists } from '../../src/serve/aligned-lists.ts'

/** Lists of these elements, row by row; null where the list is missing. */
function lists(...rows: readonly (readonly number[] | null)[]): RawIdList {
  const values = BigInt64Array.from(
    rows.flatMap((row) => row ?? []),
    BigInt,
  )
  const lengths = Int32Array.from(rows, (row) => row?.length ?? -1)
  const starts = Int32Array.from(rows, (_, i) => rows.slice(0, i).reduce((sum, row) => sum + (row?.length ?? 0), 0))
  return { kind: 'list', of: 'id', values, lanes: lanesOf(values), lengths, starts }
}

/** What each row of a column of lists holds. */
function held(column: RawColumn | undefined): readonly (readonly number[] | null)[] {
  if (column?.kind !== 'list' || column.of !== 'id') throw new Error('no list of ids')
  const { values, lengths, starts } = column
  return Array.from(lengths, (length, row) =>
    length < 0 ? null : Array.from({ length }, (_, i) => Number(values[starts[row]! + i])),
  )
}

test('a list takes the lengths of another, and elements of other rows where it has too few', () => {
  const levels = new LevelOrder([{ name: 'row', by: [], within: [] }])
  const columns = new Map([
    ['a', lists([1, 2, 3], [4, 5, 6], [7, 8], [9, 9], null)],
    ['b', lists([10, 20], [30], null, [40, 50, 60], [70, 80])],
    ['c', lists([1], [2, 3], [4], [5], [6])],
  ])
  const rows = { surface: 'web', raw: { rows: 5, columns }, views: Array(5).fill('default'), rows: Int32Array.of(0, 1) }
  const aligned = alignedLists(rows, [['a', 'b']], { levels, features: new Map() }).raw.columns
  expect(held(aligned.get('a'))).toEqual(held(columns.get('a')))
  // One element stays one; a row that had no list has the elements from where it would lie; the last has no list any more.
  expect(held(aligned.get('b'))).toEqual([[10, 20, 30], [30], [40, 50], [40, 50], null])
  expect(aligned.get('c')).toBe(columns.get('c'))
})

test('the last lists of a column lie within its elements when they grow, and have as many as there are', () => {
  const levels = new LevelOrder([{ name: 'row', by: [], within: [] }])
  const columns = new Map([
    ['a', lists([1, 2, 3], [4, 5, 6], [1, 2, 3, 4, 5, 6])],
    ['b', lists([10], [20, 30], [40, 50])],
  ])
  const rows = { surface: 'web', raw: { rows: 3, columns }, views: Array(3).fill('default'), rows: Int32Array.of(0) }
  const aligned = alignedLists(rows, [['a', 'b']], { levels, features: new Map() }).raw.columns
  expect(held(aligned.get('b'))).toEqual([[10], [20, 30, 40], [10, 20, 30, 40, 50]])
})
