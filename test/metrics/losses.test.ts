import { expect, test } from 'vitest'
import { Measurer, measure } from '../../src/metrics/measures.ts'
import { sampleOf } from './make-sample.ts'

test("log loss: scikit-learn's documented example", () => {
  const sample = sampleOf({ probabilities: [0.9, 0.1, 0.2, 0.65], labels: [1, 0, 0, 1] })
  expect(measure('logloss', sample)).toBeCloseTo(0.21616, 5)
})

test('log loss of a hopeless logit is the logit, not infinity', () => {
  expect(measure('logloss', sampleOf({ logits: [800], labels: [0] }))).toBe(800)
})

test('normalized entropy of the base rate is one', () => {
  const sample = sampleOf({ probabilities: [0.25, 0.25, 0.25, 0.25], labels: [1, 0, 0, 0] })
  expect(measure('normalized_entropy', sample)).toBeCloseTo(1, 12)
})

test('normalized entropy counts weights in the base rate', () => {
  const sample = sampleOf({ probabilities: [0.4, 0.4], labels: [1, 0], weights: [2, 3] })
  expect(measure('normalized_entropy', sample)).toBeCloseTo(1, 12)
})

test('normalized entropy is undefined with one class alone', () => {
  expect(measure('normalized_entropy', sampleOf({ logits: [1, 2], labels: [0, 0] }))).toBeUndefined()
})

test('calibration ratio is predicted over observed', () => {
  const sample = sampleOf({ probabilities: [0.5, 0.25, 0.25], labels: [1, 0, 0], weights: [1, 2, 4] })
  expect(measure('calibration_ratio', sample)).toBeCloseTo(0.5 + 0.5 + 1, 12)
})

test('calibration error of two rows a bin, by hand', () => {
  // 15 bins of two rows. Every bin predicts .5 and holds one positive, but for the first, which holds two.
  const logits = Array.from({ length: 30 }, (_, i) => 1e-9 * i)
  const labels = logits.map((_, i) => (i < 2 ? 1 : i % 2))
  expect(measure('ece', sampleOf({ logits, labels }))).toBeCloseTo((2 * 0.5) / 30, 8)
})

test('calibration error of one score is the error of its mean', () => {
  const labels = Array.from({ length: 100 }, (_, i) => (i < 30 ? 1 : 0))
  expect(measure('ece', sampleOf({ logits: labels.map(() => 0), labels }))).toBeCloseTo(0.2, 12)
})

test('calibration error counts weights, in its errors and in their total', () => {
  // One score, so one bin: .5 predicted; a quarter of the weight is positive.
  const sample = sampleOf({ logits: [0, 0], labels: [1, 0], weights: [2, 6] })
  expect(measure('ece', sample)).toBeCloseTo(0.25, 12)
})

test('no rows: everything is null', async () => {
  const found = await new Measurer(0).of(sampleOf({ logits: [], labels: [] }))
  expect(found).toMatchObject({ rows: 0, positives: 0, auc: null, gauc: null, logloss: null, ece: null })
  expect(found.intervals.auc).toBeNull()
})
