import { expect, test } from 'vitest'
import { platt } from '../../src/calibrators/platt.ts'
import { RandomStream } from '../../src/graph/random.ts'

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z))

const segment = (logits: readonly number[], labels: readonly number[], weights = labels.map(() => 1)) => ({
  logits: Float64Array.from(logits),
  labels: Uint8Array.from(labels),
  weights: Float64Array.from(weights),
})

async function fitted(of: ReturnType<typeof segment>) {
  const { values, shortfall } = await platt.fit(of)
  const { slope = Number.NaN, intercept = Number.NaN } = values
  return { slope, intercept, shortfall }
}

function uniforms(name: string): () => number {
  const stream = RandomStream.of(1, name)
  let i = 0
  return () => stream.uniform(i++)
}

const repeat = (value: number, times: number) => new Array<number>(times).fill(value)

test('two scores: the line through the log-odds of the smoothed targets', async () => {
  // At x = -1: 10 of 100 positive; at x = 1: 60 of 100. Two parameters meet two means exactly.
  const logits = [...repeat(-1, 100), ...repeat(1, 100)]
  const labels = [...repeat(1, 10), ...repeat(0, 90), ...repeat(1, 60), ...repeat(0, 40)]
  const high = 71 / 72
  const low = 1 / 132
  const logOdds = (positives: number) => {
    const mean = (positives * high + (100 - positives) * low) / 100
    return Math.log(mean / (1 - mean))
  }
  const fit = await fitted(segment(logits, labels))
  expect(fit.slope).toBeCloseTo((logOdds(60) - logOdds(10)) / 2, 8)
  expect(fit.intercept).toBeCloseTo((logOdds(60) + logOdds(10)) / 2, 8)
  expect(fit.shortfall).toBeUndefined()
})

test('finds the distortion of a known truth', async () => {
  const uniform = uniforms('known truth')
  const truth = Array.from({ length: 60_000 }, () => 4 * uniform() - 3)
  const labels = truth.map((z) => (uniform() < sigmoid(z) ? 1 : 0))
  const fit = await fitted(
    segment(
      truth.map((z) => (z - 0.7) / 1.6),
      labels,
    ),
  )
  expect(fit.slope).toBeCloseTo(1.6, 1)
  expect(fit.intercept).toBeCloseTo(0.7, 1)
})

test('weights are repeated rows, and scaling them all changes nothing', async () => {
  const logits = [-2, -1, 0, 1, 2, 3, -1.5, 0.5]
  const labels = [0, 0, 1, 0, 1, 1, 0, 1]
  const weights = [3, 1, 2, 4, 1, 2, 2, 1]
  const weighted = await fitted(segment(logits, labels, weights))
  const scaled = await fitted(
    segment(
      logits,
      labels,
      weights.map((w) => w / 1000),
    ),
  )
  expect(scaled.slope).toBeCloseTo(weighted.slope, 8)
  expect(scaled.intercept).toBeCloseTo(weighted.intercept, 8)
})

test('predicted and observed totals agree, with negatives sampled and reweighted', async () => {
  const uniform = uniforms('negatives sampled')
  const logits: number[] = []
  const labels: number[] = []
  const weights: number[] = []
  for (let i = 0; i < 4000; i++) {
    const z = 3 * uniform() - 1
    const label = uniform() < sigmoid(z) ? 1 : 0
    logits.push(z)
    labels.push(label)
    weights.push(label === 1 ? 1 : 10)
  }
  const { slope, intercept } = await fitted(segment(logits, labels, weights))
  const promised = logits.reduce((sum, z, i) => sum + weights[i]! * sigmoid(slope * z + intercept), 0)
  const delivered = labels.reduce((sum, label, i) => sum + weights[i]! * label, 0)
  expect(promised / delivered).toBeCloseTo(1, 2)
})

test('separable data give a finite slope', async () => {
  const fit = await fitted(segment([-2, -1, 1, 2], [0, 0, 1, 1]))
  expect(Number.isFinite(fit.slope)).toBe(true)
  expect(fit.slope).toBeGreaterThan(0)
})

test('an order turned around is kept: slope 1, the total alone is fitted', async () => {
  const fit = await fitted(segment([...repeat(2, 50), ...repeat(-2, 50)], [...repeat(0, 50), ...repeat(1, 50)]))
  expect(fit).toMatchObject({ slope: 1, shortfall: expect.stringContaining('the intercept alone is fitted') })
  expect(fit.intercept).toBeCloseTo(0, 8)
})

test('huge logits do not stop it', async () => {
  const fit = await fitted(segment([-900, -800, 850, 900, -700, 600], [0, 1, 1, 1, 0, 0]))
  expect(Number.isFinite(fit.slope) && Number.isFinite(fit.intercept)).toBe(true)
})

test('many rows take few passes: what a step gains below the rounding of the loss is not looked for', async () => {
  const uniform = uniforms('passes')
  const logits = Array.from({ length: 40_000 }, () => 4 * uniform() - 3)
  const rows = segment(
    logits,
    logits.map((logit) => (uniform() < sigmoid(0.8 * logit + 0.3) ? 1 : 0)),
  )
  let passes = 0
  const counted = {
    ...rows,
    get logits() {
      passes++
      return rows.logits
    },
  }
  await fitted(counted)
  // Newton doubles the digits a step: two passes over the rows for each of some six.
  expect(passes).toBeLessThan(20)
})

test('soft labels on a line are fitted by the line, but for Platt’s smoothing', async () => {
  const uniform = uniforms('soft')
  const logits = Array.from({ length: 4000 }, () => 4 * uniform() - 2)
  const { values } = await platt.fit({
    logits: Float64Array.from(logits),
    labels: Float32Array.from(logits, (z) => sigmoid(0.5 * z + 1)),
    weights: new Float64Array(4000).fill(1),
  })
  expect(values.slope).toBeCloseTo(0.5, 2)
  expect(values.intercept).toBeCloseTo(1, 2)
})
