import { describe, expect, test } from 'vitest'
import { crossEntropy, smoothedTargets } from '../../src/calibrators/segment.ts'
import { temperature } from '../../src/calibrators/temperature.ts'
import { RandomStream } from '../../src/graph/random.ts'

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z))

const segment = (logits: readonly number[], labels: readonly number[], weights = labels.map(() => 1)) => ({
  logits: Float64Array.from(logits),
  labels: Uint8Array.from(labels),
  weights: Float64Array.from(weights),
})

const fitted = async (of: ReturnType<typeof segment>): Promise<number> =>
  (await temperature.fit(of)).values.temperature ?? Number.NaN

const repeat = (value: number, times: number) => new Array<number>(times).fill(value)

/** Rows of a known truth whose logits are `scale` times too large. */
function scaled(scale: number, rows: number) {
  const stream = RandomStream.of(1, 'temperature')
  let draws = 0
  const truth = Array.from({ length: rows }, () => 4 * stream.uniform(draws++) - 2)
  const labels = truth.map((z) => (stream.uniform(draws++) < sigmoid(z) ? 1 : 0))
  return segment(
    truth.map((z) => scale * z),
    labels,
  )
}

describe('the fitted temperature', () => {
  test('of two opposite scores is the inverse log-odds of the smoothed targets', async () => {
    // At x = 1: 70 of 100 positive; at x = -1: 30 of 100. 100 positives and 100 negatives in all, so targets are 101/102 and 1/102.
    const logits = [...repeat(1, 100), ...repeat(-1, 100)]
    const labels = [...repeat(1, 70), ...repeat(0, 30), ...repeat(1, 30), ...repeat(0, 70)]
    const mean = (70 * (101 / 102) + 30 * (1 / 102)) / 100
    expect(await fitted(segment(logits, labels))).toBeCloseTo(1 / Math.log(mean / (1 - mean)), 12)
  })

  test.each([0.4, 1, 2.5])('of logits that are %s times too large is that number', async (scale) => {
    expect((await fitted(scaled(scale, 60_000))) / scale).toBeCloseTo(1, 1)
  })

  test('scales with the logits, exactly', async () => {
    const of = scaled(1, 500)
    const larger = { ...of, logits: of.logits.map((logit) => 8 * logit) }
    expect((await fitted(larger)) / (await fitted(of))).toBeCloseTo(8, 10)
  })

  test('is where the loss is flat, by central differences, and lowest', async () => {
    const even = scaled(1.7, 300)
    const of = { ...even, weights: even.weights.map((_, row) => 1 + (row % 5)) }
    const targets = smoothedTargets(of)
    const loss = (slope: number): number => crossEntropy(of, targets, slope, 0)
    const slope = 1 / (await fitted(of))
    expect((loss(slope + 1e-5) - loss(slope - 1e-5)) / 2e-5).toBeCloseTo(0, 9)
    expect(loss(slope)).toBeLessThan(loss(1.01 * slope))
    expect(loss(slope)).toBeLessThan(loss(0.99 * slope))
  })

  test('does not change when all weights are scaled, and does when one is', async () => {
    const [logits, labels, weights] = [
      [-2, -1, 0.5, 1, 2, 3, -1.5],
      [0, 0, 1, 0, 1, 1, 1],
      [3, 1, 2, 4, 1, 2, 2],
    ]
    const weighted = await fitted(segment(logits, labels, weights))
    const thousandth = weights.map((weight) => weight / 1000)
    expect(await fitted(segment(logits, labels, thousandth))).toBeCloseTo(weighted, 10)
    expect(Math.abs((await fitted(segment(logits, labels))) - weighted)).toBeGreaterThan(0.1)
  })

  test('of separable rows is above zero and finite', async () => {
    const found = await fitted(segment([-2, -1, 1, 2], [0, 0, 1, 1]))
    expect(found).toBeGreaterThan(0.1)
    expect(found).toBeLessThan(10)
  })

  test('survives huge logits', async () => {
    expect(await fitted(segment([-900, -800, 850, 900, -700, 600], [0, 1, 1, 1, 0, 0]))).toBeGreaterThan(0)
  })
})

describe('without a temperature above zero', () => {
  test.each([
    ['an order turned around', [...repeat(2, 50), ...repeat(-2, 50)], [...repeat(0, 50), ...repeat(1, 50)]],
    ['scores that are all 0', repeat(0, 4), [0, 1, 1, 0]],
  ])('%s keeps 1, and says so', async (_, logits, labels) => {
    const { values, shortfall } = await temperature.fit(segment(logits, labels))
    expect(values).toEqual({ temperature: 1 })
    expect(shortfall).toContain('the temperature stays 1')
  })
  test.each([0, -1, -0])('%s is refused', (value) => {
    expect(temperature.problem({ temperature: value })).toBe(`its temperature ${value} is not above 0`)
  })
})
