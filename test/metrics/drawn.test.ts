import { expect, test } from 'vitest'
import { drawCounts, lanes } from '../../src/metrics/drawn.ts'

const units = 50_000

function drawn(seed: number, first: number): Uint8Array {
  const counts = new Uint8Array(lanes * units)
  drawCounts(seed, first, counts)
  return counts
}

test('counts are Poisson of mean 1: e^-1 / k! of them are k', () => {
  const counts = drawn(1, 0)
  let probability = Math.exp(-1)
  for (let k = 0; k < 6; k++) {
    const share = counts.filter((count) => count === k).length / counts.length
    // Four standard errors.
    expect(Math.abs(share - probability)).toBeLessThan(4 * Math.sqrt(probability / counts.length))
    probability /= k + 1
  }
  expect(Math.max(...counts.subarray(0, 10_000))).toBeGreaterThan(3)
})

test('a count is of its seed, resample and unit: not of what else is drawn', () => {
  const counts = drawn(1, 8)
  const fewer = new Uint8Array(lanes * 10)
  drawCounts(1, 8, fewer)
  expect(fewer).toEqual(counts.subarray(0, lanes * 10))
  expect(drawn(1, 0)).not.toEqual(counts)
  expect(drawn(2, 8)).not.toEqual(counts)
})

test('resamples of one draw differ, and do not go together', () => {
  const counts = drawn(1, 0)
  const [a, b] = [0, 1].map((lane) => Float64Array.from({ length: units }, (_, i) => counts[lanes * i + lane]! - 1))
  const covariance = a!.reduce((sum, each, i) => sum + each * b![i]!, 0) / units
  expect(Math.abs(covariance)).toBeLessThan(4 / Math.sqrt(units))
})
