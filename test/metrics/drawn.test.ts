import { expect, test } from 'vitest'
import { RandomStream } from '../../src/graph/random.ts'
import { Draws, drawCounts, lanes, timesDrawn } from '../../src/metrics/drawn.ts'

const units = 50_000

function drawn(seed: number, first: number): Uint32Array {
  const counts = new Uint32Array(units)
  drawCounts(seed, first, counts)
  return counts
}

test('counts are Poisson of mean 1: e^-1 / k! of them are k', () => {
  const words = drawn(1, 0)
  const counts = Uint8Array.from({ length: lanes * units }, (_, i) =>
    timesDrawn(words, Math.floor(i / lanes), i % lanes),
  )
  let probability = Math.exp(-1)
  for (let k = 0; k < 6; k++) {
    const share = counts.filter((count) => count === k).length / counts.length
    // Four standard errors.
    expect(Math.abs(share - probability)).toBeLessThan(4 * Math.sqrt(probability / counts.length))
    probability /= k + 1
  }
  expect(Math.max(...counts.subarray(0, 10_000))).toBeGreaterThan(3)
})

test('a count is the inverse of the distribution at the 32 bits of its draw', () => {
  // P(count <= k), of mean 1. Some 80 draws are so near to one of these that their upper 16 bits do not tell on which side they lie.
  const below: number[] = []
  let [probability, sum] = [Math.exp(-1), 0]
  for (let k = 1; k <= 16; k++) {
    sum += probability
    below.push(sum)
    probability /= k
  }
  const words = drawn(1, 0)
  for (let lane = 0; lane < lanes; lane++) {
    const draws = RandomStream.of(1, 'bootstrap').at(lane)
    const wrong = Array.from({ length: units }, (_, unit) => unit).filter((unit) => {
      const uniform = draws.bits(unit) / 2 ** 32
      return timesDrawn(words, unit, lane) !== below.filter((bound) => bound <= uniform).length
    })
    expect(wrong).toEqual([])
  }
})

test('a count is of its seed, resample and unit: not of what else is drawn', () => {
  const counts = drawn(1, 8)
  const fewer = new Uint32Array(10)
  drawCounts(1, 8, fewer)
  expect(fewer).toEqual(counts.subarray(0, 10))
  expect(drawn(1, 0)).not.toEqual(counts)
  expect(drawn(2, 8)).not.toEqual(counts)
})

test('resamples of one draw differ, and do not go together', () => {
  const counts = drawn(1, 0)
  const [a, b] = [0, 1].map((lane) => Float64Array.from({ length: units }, (_, i) => timesDrawn(counts, i, lane) - 1))
  const covariance = a!.reduce((sum, each, i) => sum + each * b![i]!, 0) / units
  expect(Math.abs(covariance)).toBeLessThan(4 / Math.sqrt(units))
})

// 2^27 bytes are kept at most. A count is half a byte: eight resamples of 5,000 units are 20,000 bytes, of which 6,710 times are below it.
test.each([
  [6710, true],
  [6711, false],
])(
  '%i times eight resamples of 5,000 units: whether they are kept is %s, and the draws are the same',
  (times, isKept) => {
    const few = 5000
    const counts = (from: number) => drawn(1, from).subarray(0, few)
    const draws = new Draws(1, few, times * lanes)
    const first = draws.from(0)
    expect(first).toEqual(counts(0))
    const second = draws.from(lanes)
    expect(second).toEqual(counts(lanes))
    expect(second !== first).toBe(isKept)
    const again = draws.from(0)
    expect(again).toEqual(counts(0))
    expect(again === first).toBe(true)
  },
)
