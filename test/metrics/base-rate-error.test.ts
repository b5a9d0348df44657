import { expect, test } from 'vitest'
import { baseRateError } from '../../src/metrics/base-rate-error.ts'
import { Sample } from '../../src/metrics/sample.ts'

const sample = (logits: readonly number[], labels: readonly number[], weights?: readonly number[]): Sample =>
  Sample.of({
    logits: Float64Array.from(logits),
    labels: Uint8Array.from(labels),
    weights: weights && Float64Array.from(weights),
    groups: undefined,
  })

test('is 0 where every row is predicted as the base rate is', () => {
  // Log-odds of 1/4.
  expect(baseRateError(sample(Array(8).fill(-Math.log(3)), [1, 1, 0, 0, 0, 0, 0, 0]))).toBeCloseTo(0, 12)
})

test('is the standard error of the paired differences', () => {
  // Half are positive, so the base rate's loss is ln 2 in each row. A logit of ln 3 gives 3/4: losses -ln(3/4) and -ln(1/4).
  const logit = Math.log(3)
  const differences = [-Math.log(3 / 4), -Math.log(1 / 4), -Math.log(3 / 4), -Math.log(1 / 4)].map(
    (loss) => loss - Math.LN2,
  )
  const mean = differences.reduce((sum, each) => sum + each, 0) / 4
  const variance = differences.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 3
  const rows = sample([logit, logit, -logit, -logit], [1, 0, 0, 1])
  expect(baseRateError(rows)).toBeCloseTo(Math.sqrt(variance / 4), 12)
})

test('does not depend on the unit of weights, and is undefined with one class or one row', () => {
  const [logits, labels, weights] = [
    [0.3, -1, 2, 0.5],
    [1, 0, 0, 1],
    [1, 2, 3, 4],
  ]
  const found = baseRateError(sample(logits, labels, weights))
  expect(
    baseRateError(
      sample(
        logits,
        labels,
        weights.map((weight) => 10 * weight),
      ),
    ),
  ).toBeCloseTo(found!, 12)
  expect(baseRateError(sample([1, 2], [1, 1]))).toBeUndefined()
  expect(baseRateError(sample([1], [0]))).toBeUndefined()
})
