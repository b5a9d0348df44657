import { expect, test } from 'vitest'
import { TableRowBuffer, type TouchedTables } from '../../src/runtime/table-rows.ts'
import { type TrainedValue, ValueStore } from '../../src/runtime/values.ts'

/** A table of two floats a row. */
const value = (table: string, rows: number): TrainedValue => ({
  name: `table/${table}`,
  kind: 'parameter',
  table,
  shape: [2],
  dims: [rows, 2],
})
const [a, b] = [value('a', 4), value('b', 3)]

/** Row r of a is [r, r + .5], that of b a hundred more. */
function storeOf(): ValueStore {
  const data = (rows: number, first: number) => Float32Array.from({ length: 2 * rows }, (_, i) => first + i / 2)
  return new ValueStore(
    [a, b],
    new Map([
      ['table/a', { dtype: 'float32', dims: [4, 2], data: data(4, 0) }],
      ['table/b', { dtype: 'float32', dims: [3, 2], data: data(3, 100) }],
    ]),
  )
}

const touched = (ofA: readonly number[], ofB: readonly number[]): TouchedTables =>
  new Map([
    ['a', Int32Array.from(ofA)],
    ['b', Int32Array.from(ofB)],
  ])

test('rows of stacked tables lie one below another, of batches of any size after each other', () => {
  const [store, rows] = [storeOf(), new TableRowBuffer([a, b])]
  const gathered = (of: TouchedTables) => {
    const { dims, data } = rows.gather(store, of)
    return { dims, data: [...data] }
  }
  expect(gathered(touched([3], [0]))).toEqual({ dims: [2, 2], data: [3, 3.5, 100, 100.5] })
  expect(gathered(touched([2, 0, 3], [1, 2]))).toEqual({
    dims: [5, 2],
    data: [2, 2.5, 0, 0.5, 3, 3.5, 101, 101.5, 102, 102.5],
  })
  expect(gathered(touched([1], []))).toEqual({ dims: [1, 2], data: [1, 1.5] })
})

test('rows go back where they came from, and no other row changes', () => {
  const [store, rows] = [storeOf(), new TableRowBuffer([a, b])]
  const of = touched([3, 1], [2])
  rows.sized(of).data.set([-1, -2, -3, -4, -5, -6])
  rows.scatter(store, of)
  expect([...store.of('table/a')]).toEqual([0, 0.5, -3, -4, 2, 2.5, -1, -2])
  expect([...store.of('table/b')]).toEqual([100, 100.5, 101, 101.5, -5, -6])
})

test('a batch that does not know a table is a defect', () => {
  expect(() => new TableRowBuffer([a, b]).sized(new Map([['a', Int32Array.of(0)]]))).toThrow("the rows of 'table/b'")
})
