import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RandomStream } from '../../src/graph/random.ts'
import { auc } from '../../src/metrics/auc.ts'
import { quantile } from '../../src/metrics/bootstrap.ts'
import { Draws, drawCounts, lanes, timesDrawn } from '../../src/metrics/drawn.ts'
import { Measurer } from '../../src/metrics/measures.ts'
import { ranked } from '../../src/metrics/ranks.ts'
import type { Sample } from '../../src/metrics/sample.ts'
import { metricNames } from '../../src/metrics/table.ts'
import { sampleOf } from './make-sample.ts'
import { type Row, referenceMetrics } from './reference.ts'

const options = { resamples: 2000, confidence: 0.95, seed: 3 }

function noise(rows: number, copies: number): Sample {
  const stream = RandomStream.of(11, 'scores')
  const logits = Array.from({ length: rows * copies }, (_, i) => 4 * stream.uniform(Math.floor(i / copies)) - 2)
  const groups = logits.map((_, i) => Math.floor(i / copies))
  return sampleOf({ logits, labels: logits.map(() => 0), ...(copies === 1 ? {} : { groups }) })
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
  async (copies) => {
    const sample = noise(400, copies)
    const [low, high] = (await new Measurer(400, options).of(sample)).intervals.logloss!
    expect((high - low) / normalWidth(sample, 400)).toBeGreaterThan(0.92)
    expect((high - low) / normalWidth(sample, 400)).toBeLessThan(1.08)
  },
)

test('the same seed gives the same interval, another seed another', async () => {
  const at = (seed: number) => new Measurer(50, { ...options, resamples: 50, seed }).of(noise(50, 1))
  expect(await at(1)).toEqual(await at(1))
  expect(await at(1)).not.toEqual(await at(2))
})

test('a metric that is undefined on the sample has no interval, and a sample of one user has none at all', async () => {
  expect((await new Measurer(50, options).of(noise(50, 1))).intervals).toMatchObject({ auc: null, gauc: null })
  expect((await new Measurer(1, options).of(noise(1, 4))).intervals.logloss).toBeNull()
})

const row: fc.Arbitrary<Row> = fc.record({
  logit: fc.integer({ min: -4, max: 4 }).map((z) => z / 2),
  label: fc.integer({ min: 0, max: 1 }),
  weight: fc.constantFrom(0.5, 1, 3),
  group: fc.integer({ min: 0, max: 5 }),
})

/** Percentiles of a metric over resamples that are written out: each user's rows as often as the user was drawn. */
function writtenOut(rows: readonly Row[], name: keyof typeof referenceMetrics, resamples: number) {
  const counts = new Uint32Array(6)
  const values: number[] = []
  for (let resample = 0; resample < resamples; resample++) {
    drawCounts(1, resample - (resample % lanes), counts)
    const drawn = rows.flatMap((each) => new Array<Row>(timesDrawn(counts, each.group, resample % lanes)).fill(each))
    const value = drawn.length === 0 ? Number.NaN : referenceMetrics[name](drawn, rows)
    if (Number.isFinite(value)) values.push(value)
  }
  if (new Set(rows.map(({ group }) => group)).size < 2 || 2 * values.length <= resamples) return undefined
  const sorted = Float64Array.from(values).sort()
  return [quantile(sorted, 0.05), quantile(sorted, 0.95)]
}

test.each(metricNames)(
  '%s and its interval are those of a reference that writes out every resample: ties, weights, one class, users away',
  async (name) => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 24 }), fc.boolean(), async (given, weighted) => {
        const rows = weighted ? given : given.map((each) => ({ ...each, weight: 1 }))
        const sample = sampleOf({
          logits: rows.map(({ logit }) => logit),
          labels: rows.map(({ label }) => label),
          ...(weighted ? { weights: rows.map(({ weight }) => weight) } : {}),
          groups: rows.map(({ group }) => group),
        })
        const resamples = 20
        const found = await new Measurer(6, { resamples, confidence: 0.9, seed: 1 }).of(sample)
        const value = referenceMetrics[name](rows, rows)
        if (Number.isFinite(value)) expect(found[name]).toBeCloseTo(value, 10)
        else expect(found[name]).toBeNull()
        const interval = writtenOut(rows, name, resamples)
        if (interval === undefined) expect(found.intervals[name]).toBeNull()
        else {
          const [low, high] = found.intervals[name]!
          expect(low).toBeCloseTo(interval[0]!, 10)
          expect(high).toBeCloseTo(interval[1]!, 10)
        }
      }),
      { seed: 7, numRuns: 150 },
    )
  },
)

test('a slice has the intervals that its rows have alone', async () => {
  const stream = RandomStream.of(5, 'rows')
  const rows = Array.from({ length: 300 }, (_, i): Row & { readonly kept: boolean } => ({
    logit: Math.round(8 * stream.uniform(4 * i)) / 4,
    label: stream.uniform(4 * i + 1) < 0.4 ? 1 : 0,
    weight: 1 + Math.floor(3 * stream.uniform(4 * i + 2)),
    group: i % 40,
    kept: stream.uniform(4 * i + 3) < 0.5,
  }))
  const given = (of: readonly Row[]) =>
    sampleOf({
      logits: of.map(({ logit }) => logit),
      labels: of.map(({ label }) => label),
      weights: of.map(({ weight }) => weight),
      groups: of.map(({ group }) => group),
    })
  const kept = rows.flatMap((each, row) => (each.kept ? [row] : []))
  const order = ranked(Float64Array.from(rows, ({ logit }) => logit))
  const ranks = Uint32Array.from(order.keys()).filter((rank) => kept.includes(order[rank]!))
  const slice = given(rows).at(ranks)
  const ofSlice = await new Measurer(40, options).of(slice)
  const alone = await new Measurer(40, options).of(given(rows.filter(({ kept }) => kept)))
  expect(ofSlice).toEqual(alone)
})

/** Sums that AUC does not read. */
const noSums = { loss: new Float64Array(lanes), promised: new Float64Array(lanes) }

test.each([1, 40])(
  'of many rows, a resample has the area of its rows written out: whole weights, %d ties a score',
  (ties) => {
    const count = 8000
    const stream = RandomStream.of(9, 'many')
    const logits = Array.from({ length: count }, (_, i) => stream.normal(2 * (i - (i % ties))))
    const labels = logits.map((z, i) => (stream.uniform(4 * count + i) < 1 / (1 + Math.exp(2 - 2 * z)) ? 1 : 0))
    const groups = logits.map((_, i) => (i * 7) % 500)
    const counts = new Uint32Array(500)
    drawCounts(1, 0, counts)
    const sample = sampleOf({ logits, labels, groups })
    const drawn = (lane: number) => groups.map((group) => timesDrawn(counts, group, lane))
    const sum = (of: readonly number[]) => of.reduce((total, each) => total + each, 0)
    const found = auc.resampled(sample)({
      counts,
      sums: {
        ...noSums,
        weight: Float64Array.from({ length: lanes }, (_, lane) => sum(drawn(lane))),
        positives: Float64Array.from({ length: lanes }, (_, lane) => sum(drawn(lane).map((n, i) => n * labels[i]!))),
      },
    })
    // Equal to a resample with each row as often as its user: the count is the row's weight.
    for (let lane = 0; lane < lanes; lane++)
      expect(found[lane]).toBeCloseTo(auc.value(sampleOf({ logits, labels, weights: drawn(lane) })), 12)
  },
)

test('a unit that is drawn as often as any can be, in a run of one class, overflows nothing', () => {
  const logits = Array.from({ length: 600 }, (_, i) => i)
  const labels = logits.map((i) => (i < 250 || i >= 500 ? i % 2 : i < 400 ? 0 : 1))
  const sample = sampleOf({ logits, labels, groups: logits.map(() => 0) })
  const positives = sum12(labels.filter((label) => label === 1).length)
  const drawn = { counts: Uint32Array.of(0xcccccccc), sums: { ...noSums, weight: sum12(600), positives } }
  for (const value of auc.resampled(sample)(drawn)) expect(value).toBeCloseTo(auc.value(sample), 12)
})

const sum12 = (rows: number): Float64Array => new Float64Array(lanes).fill(12 * rows)

test('rows that are scored anew in the same ranks have the measures of new scores', async () => {
  const stream = RandomStream.of(6, 'again')
  const logits = Array.from({ length: 300 }, (_, i) => Math.round(8 * stream.uniform(i)) / 4)
  const rows = {
    labels: logits.map((_, i) => (stream.uniform(1000 + i) < 0.4 ? 1 : 0)),
    groups: logits.map((_, i) => i % 40),
  }
  const measurer = new Measurer(40, options)
  const before = await measurer.of(sampleOf({ logits, ...rows }))
  const after = sampleOf({ logits: logits.map((z) => 0.5 * z - 1), ...rows })
  expect(await measurer.rescored(after, before)).toEqual(await measurer.of(after))
  expect((await measurer.of(after)).logloss).not.toEqual(before.logloss)
})

test('draws that are too many to keep are those that are kept', () => {
  const [kept, redrawn] = [new Draws(1, 10, 24), new Draws(1, 10, 2 ** 26)]
  for (const first of [0, 16, 8, 0]) expect(redrawn.from(first)).toEqual(kept.from(first))
})

test('quantiles are linear between order statistics', () => {
  const sorted = Float64Array.of(1, 2, 4, 8)
  expect([0, 0.5, 1, 0.25].map((share) => quantile(sorted, share))).toEqual([1, 3, 8, 1.75])
})
