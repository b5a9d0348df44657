import { expect, test } from 'vitest'
import { unitsOf } from '../../src/metrics/units.ts'

test('units that occur are numbered anew without gaps, in the order of their numbers', () => {
  const { numbers, ofRow } = unitsOf(Uint32Array.of(7, 2, 7, 40))
  expect([...numbers]).toEqual([2, 7, 40])
  expect([...ofRow]).toEqual([1, 0, 1, 2])
})

test('units of some of the rows keep the numbers that they had at first', () => {
  const all = unitsOf(Uint32Array.of(7, 2, 7, 40, 3))
  const some = all.at(Uint32Array.of(3, 0, 2))
  expect([...some.numbers]).toEqual([7, 40])
  expect([...some.ofRow]).toEqual([1, 0, 0])
  expect([...all.ofRow]).toEqual([2, 0, 2, 3, 1])
})

test('no rows have no units', () => {
  expect([...unitsOf(new Uint32Array(0)).numbers]).toEqual([])
})
