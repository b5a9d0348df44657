import { expect, test } from 'vitest'
import { RandomStream } from '../../../src/graph/random.ts'
import { auc } from '../../../src/learn/metrics/auc.ts'
import { bootstrap, quantile } from '../../../src/learn/metrics/bootstrap.ts'
import { logloss } from '../../../src/learn/metrics/logloss.ts'
import type { Sample } from '../../../src/learn/metrics/sample.ts'

const options = { resamples: 2000, confidence: 0.95, seed: 3 }

function noise(rows: number, copies: number): Sample {
  const stream = RandomStream.of(11, 'scores')
  const uniform = Array.from({ length: rows }, (_, i) => stream.uniform(i))
  const each = uniform.flatMap((u) => Array.from({ length: copies }, () => u))
  return {
    logits: Float64Array.from(each, (u) => 4 * u - 2),
    labels: new Uint8Array(each.length),
    weights: new Float64Array(each.length).fill(1),
    groups: copies === 1 ? undefined : Int32Array.from(each, (_, i) => Math.floor(i / copies)),
  }
}

/** Width of mean +- 1.96 standard errors of the row losses: what the bootstrap of a mean tends to. */
function normalWidth(sample: Sample, units: number): number {
  const losses = Array.from(sample.logits, (z) => Math.log1p(Math.exp(z)))
  const mean = losses.reduce((a, b) => a + b, 0) / losses.length
  const variance = losses.reduce((a, b) => a + (b - mean) ** 2, 0) / losses.length
  return 2 * 1.959964 * Math.sqrt(variance / units)
}

test.each([1, 4])(
  'the interval of a mean is that of the central limit theorem, users of %d rows drawn whole',
  (copies) => {
    const sample = noise(400, copies)
    const [interval] = bootstrap(sample, [logloss.on(sample)], options)
    const width = interval![1] - interval![0]
    expect(width / normalWidth(sample, 400)).toBeGreaterThan(0.92)
    expect(width / normalWidth(sample, 400)).toBeLessThan(1.08)
  },
)

test('the same seed gives the same interval, another seed another', () => {
  const sample = noise(50, 1)
  const at = (seed: number) => bootstrap(sample, [logloss.on(sample)], { ...options, resamples: 50, seed })
  expect(at(1)).toEqual(at(1))
  expect(at(1)).not.toEqual(at(2))
})

test('a metric that is undefined on the sample has no interval', () => {
  const sample = noise(50, 1)
  expect(bootstrap(sample, [auc.on(sample)], options)).toEqual([undefined])
})

test('quantiles are linear between order statistics', () => {
  const sorted = Float64Array.of(1, 2, 4, 8)
  expect([0, 0.5, 1, 0.25].map((share) => quantile(sorted, share))).toEqual([1, 3, 8, 1.75])
})

test('200 resamples of 100,000 rows take a few seconds at most', () => {
  const sample = noise(100_000, 1)
  const labelled = { ...sample, labels: sample.labels.map((_, i) => (i % 3 === 0 ? 1 : 0)) }
  const start = performance.now()
  bootstrap(labelled, [auc.on(labelled), logloss.on(labelled)], { ...options, resamples: 200 })
  expect(performance.now() - start).toBeLessThan(5000)
})
