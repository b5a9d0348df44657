import { expect, test } from 'vitest'
import { RandomStream } from '../../src/graph/random.ts'
import { Measurer } from '../../src/metrics/measures.ts'
import { sampleOf } from './make-sample.ts'

/**
 * Labels are drawn with the very probabilities: the mean excess of a bin is normal around 0 with variance s^2, so ECE is about s sqrt(2 / pi). A
 * Poisson resample adds an independent normal error of the same variance, so its ECE is about s sqrt(2) sqrt(2 / pi).
 */
test('of calibrated predictions chance makes ECE positive, and a resample has it twice: the interval is no band around the value', async () => {
  const rows = 30_000
  const stream = RandomStream.of(5, 'calibrated')
  const probabilities = Array.from({ length: rows }, (_, i) => 0.05 + 0.4 * stream.uniform(2 * i))
  const labels = probabilities.map((p, i) => (stream.uniform(2 * i + 1) < p ? 1 : 0))
  const { ece, intervals } = await new Measurer(rows, { resamples: 400, confidence: 0.5, seed: 2 }).of(
    sampleOf({ probabilities, labels }),
  )
  const s = Math.sqrt(probabilities.reduce((sum, p) => sum + p * (1 - p), 0) / rows / (rows / 15))
  expect(ece! / (s * Math.sqrt(2 / Math.PI))).toBeGreaterThan(0.6)
  expect(ece! / (s * Math.sqrt(2 / Math.PI))).toBeLessThan(1.5)
  const [low, high] = intervals.ece!
  expect((low + high) / 2 / ece!).toBeGreaterThan(1.15)
  expect((low + high) / 2 / ece!).toBeLessThan(1.75)
})
