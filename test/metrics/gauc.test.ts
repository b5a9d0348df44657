import { expect, test } from 'vitest'
import { measure } from '../../src/metrics/measures.ts'
import { sampleOf } from './make-sample.ts'

test('weighs each user by impressions and leaves out users of one class', () => {
  // user 0: 2 of 2 pairs right (3 impressions); user 1: one class (left out); user 2: 0 of 1 pairs (2 impressions)
  const sample = sampleOf({
    logits: [3, 1, 2, 5, 6, 1, 2],
    labels: [1, 0, 0, 1, 1, 1, 0],
    groups: [0, 0, 0, 1, 1, 2, 2],
  })
  expect(measure('gauc', sample)).toBeCloseTo((3 * 1 + 2 * 0) / 5, 12)
})

test('groups need not lie together, and row weights are impressions', () => {
  const sample = sampleOf({
    logits: [1, 1, 0, 2],
    labels: [1, 1, 0, 0],
    weights: [2, 1, 2, 3],
    groups: [0, 1, 0, 1],
  })
  expect(measure('gauc', sample)).toBeCloseTo((4 * 1 + 4 * 0) / 8, 12)
})

test('a tie is one half also at a group border', () => {
  const sample = sampleOf({ logits: [1, 1, 1, 1], labels: [1, 0, 0, 1], groups: [0, 0, 1, 1] })
  expect(measure('gauc', sample)).toBe(0.5)
})

test('is undefined without groups', () => {
  expect(measure('gauc', sampleOf({ logits: [1, 2], labels: [0, 1] }))).toBeUndefined()
})
