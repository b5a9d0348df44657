import { expect, test } from 'vitest'
import { Rate } from '../../../../src/tools/cli/progress/rate.ts'

test('nothing done has no rate', () => {
  const rate = new Rate(0)
  expect(rate.perSecond).toBeUndefined()
  rate.observe(5000, 0)
  expect(rate.perSecond).toBeUndefined()
})

test('what was done before the phase began is no part of it', () => {
  const rate = new Rate(1_000_000)
  rate.observe(2000, 1_000_100)
  expect(rate.perSecond).toBe(50)
})

test('forgets a slow start once the window has passed it', () => {
  const rate = new Rate(0)
  // 10 rows in 20 seconds, then 100 a second.
  rate.observe(20_000, 10)
  for (let second = 1; second <= 9; second++) rate.observe(1000, 10 + 100 * second)
  expect(rate.perSecond).toBeCloseTo(910 / 29)
  for (let second = 10; second <= 12; second++) rate.observe(1000, 10 + 100 * second)
  expect(rate.perSecond).toBe(100)
})

test('steps longer than the window count by the last of them', () => {
  const rate = new Rate(0)
  rate.observe(30_000, 60)
  rate.observe(30_000, 90)
  expect(rate.perSecond).toBe(1)
  rate.observe(29_000, 90)
  expect(rate.perSecond).toBe(1)
  // The next one takes longer than that one did.
  rate.observe(61_000, 90)
  expect(rate.perSecond).toBe(30 / 120)
})
