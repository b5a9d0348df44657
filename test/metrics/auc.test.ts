import fc from 'fast-check'
import { expect, test } from 'vitest'
import { measure } from '../../src/metrics/measures.ts'
import { sampleOf } from './make-sample.ts'

test("scikit-learn's documented example", () => {
  expect(measure('auc', sampleOf({ probabilities: [0.1, 0.4, 0.35, 0.8], labels: [0, 0, 1, 1] }))).toBe(0.75)
})

test('equal scores everywhere give one half', () => {
  expect(measure('auc', sampleOf({ logits: [1, 1, 1, 1], labels: [0, 1, 1, 0] }))).toBe(0.5)
})

test('one class alone has none', () => {
  expect(measure('auc', sampleOf({ logits: [1, 2], labels: [1, 1] }))).toBeUndefined()
  expect(measure('auc', sampleOf({ logits: [], labels: [] }))).toBeUndefined()
})

const row = fc.record({
  logit: fc.integer({ min: -3, max: 3 }),
  label: fc.integer({ min: 0, max: 1 }),
  weight: fc.integer({ min: 1, max: 4 }),
})

test('is the weighted share of pairs in order, with any ties', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 25 }), (rows) => {
      let right = 0
      let pairs = 0
      for (const p of rows) {
        for (const n of rows) {
          if (p.label !== 1 || n.label !== 0) continue
          const weight = p.weight * n.weight
          pairs += weight
          right += weight * (p.logit > n.logit ? 1 : p.logit === n.logit ? 0.5 : 0)
        }
      }
      const found = measure(
        'auc',
        sampleOf({
          logits: rows.map((r) => r.logit),
          labels: rows.map((r) => r.label),
          weights: rows.map((r) => r.weight),
        }),
      )
      if (pairs === 0) expect(found).toBeUndefined()
      else expect(found).toBeCloseTo(right / pairs, 12)
    }),
    { seed: 1 },
  )
})
