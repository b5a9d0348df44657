import { expect, test } from 'vitest'
import { eachInOrder, type Kind, kinds } from '../../src/metrics/in-order.ts'
import { sampleOf } from './make-sample.ts'

const { halfNegative, negative, positive } = kinds

function visits(
  logits: readonly number[],
  labels: readonly number[],
): readonly (readonly [unit: number, kind: Kind])[] {
  const found: (readonly [number, Kind])[] = []
  const sample = sampleOf({ logits, labels })
  eachInOrder(sample, (rank, kind) => found.push([sample.units.numbers[sample.units.ofRow[rank]!]!, kind]))
  return found
}

test('rows come from the lowest score to the highest', () => {
  expect(visits([3, 1, 2], [1, 0, 1])).toEqual([
    [1, negative],
    [2, positive],
    [0, positive],
  ])
})

test('a negative that ties with positives comes half before them and half behind', () => {
  expect(visits([0, 5, 5, 5, 9], [0, 1, 0, 1, 0])).toEqual([
    [0, negative],
    [2, halfNegative],
    [1, positive],
    [3, positive],
    [2, halfNegative],
    [4, negative],
  ])
})

test('rows of one class that tie come once', () => {
  expect(visits([5, 5, 7, 7], [0, 0, 1, 1])).toEqual([
    [0, negative],
    [1, negative],
    [2, positive],
    [3, positive],
  ])
})
