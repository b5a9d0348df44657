import { expect, test } from 'vitest'
import { RandomStream } from '../../../src/graph/random.ts'
import type { Calibrator } from '../../../src/learn/calibrate/calibration.ts'
import { evaluation } from '../../../src/learn/evaluate/evaluation.ts'
import { Places } from '../../../src/learn/train/places.ts'
import type { TaskRows } from '../../../src/learn/train/score-rows.ts'
import { lanes } from '../../../src/metrics/drawn.ts'
import { Measurer } from '../../../src/metrics/measures.ts'
import { Sample } from '../../../src/metrics/sample.ts'
import { turnsIn } from '../../host/turns.ts'

const options = { resamples: 24, confidence: 0.9, seed: 1 }
const users = 30
const surfaces = ['home', 'search']

/** Rows of two surfaces in turn. */
function rowsOf(count: number): TaskRows {
  const stream = RandomStream.of(4, 'rows')
  const logits = Float32Array.from({ length: count }, (_, row) => Math.round(8 * stream.normal(2 * row)) / 8)
  return {
    logits,
    labels: Uint8Array.from(logits, (z, row) => (stream.uniform(9000 + row) < 1 / (1 + Math.exp(-z)) ? 1 : 0)),
    weights: undefined,
    groups: Int32Array.from(logits, (_, row) => (row * 7) % users),
    places: Uint16Array.from(logits, (_, row) => row % 2),
  }
}

function placesOf(): Places {
  const places = new Places()
  places.ofRows({ rows: 2, surfaces, surfaceOf: Int32Array.of(0, 1), views: ['default', 'default'] })
  return places
}

const platt = (slope: number, intercept: number): { default: Calibrator } => ({
  default: { method: 'platt', values: { slope, intercept }, from: 'surface', positives: 100, negatives: 100 },
})

/** By the metrics alone: each slice's rows as a sample of their own. */
function measuredAlone(rows: TaskRows, logitOf: (row: number) => number, isIn: (row: number) => boolean) {
  const of = Array.from(rows.labels, (_, row) => row).filter(isIn)
  const sample = Sample.of({
    logits: Float64Array.from(of, logitOf),
    labels: Uint8Array.from(of, (row) => rows.labels[row]!),
    weights: undefined,
    groups: Int32Array.from(of, (row) => rows.groups[row]!),
  })
  return new Measurer(users, options).of(sample)
}

/** To 12 digits: rows that calibrators tie may be added up in another order. */
const rounded = (measures: unknown): unknown =>
  JSON.parse(
    JSON.stringify(measures, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(12)) : value)),
  )

test.each([
  ['keep the order of a surface, not that of all rows', platt(1.5, -1), platt(0.75, 2)],
  ['turn a surface around', platt(-1, 0), platt(1, 0)],
  ['tie what was apart', platt(0, 1), platt(1, 0)],
  ['keep the order of all rows', platt(2, -1), platt(2, -1)],
])('slices have the measures of their calibrated rows where calibrators %s', async (_, home, search) => {
  const rows = rowsOf(240)
  const scored = { rows: 240, groups: users, places: placesOf(), tasks: new Map([['click', rows]]) }
  const calibration = { split: 'calibration', step: 1, checkpoint: '', tasks: { click: { home, search } } }
  const found = (await evaluation(scored, calibration, options)).tasks.click!
  const calibrated = (row: number): number => {
    const { slope, intercept } = (row % 2 === 0 ? home : search).default.values
    return slope! * rows.logits[row]! + intercept!
  }
  const raw = (row: number): number => rows.logits[row]!
  const expected = async (isIn: (row: number) => boolean) =>
    rounded({ ...(await measuredAlone(rows, calibrated, isIn)), raw: await measuredAlone(rows, raw, isIn) })
  expect(rounded(found.all)).toEqual(await expected(() => true))
  expect(rounded(found.surfaces.home)).toEqual(await expected((row) => row % 2 === 0))
  expect(rounded(found.surfaces.search)).toEqual(await expected((row) => row % 2 === 1))
})

test('rows that tied are told apart where calibrators part them, though none changes its place', async () => {
  const rows: TaskRows = {
    logits: Float32Array.of(0, 0, 1, 1),
    labels: Uint8Array.of(0, 1, 0, 1),
    weights: undefined,
    groups: Int32Array.of(0, 1, 2, 3),
    places: Uint16Array.of(0, 1, 0, 1),
  }
  const scored = { rows: 4, groups: 4, places: placesOf(), tasks: new Map([['click', rows]]) }
  const tasks = { click: { home: platt(1, 0), search: platt(1, 0.25) } }
  const { all } = (await evaluation(scored, { split: 'calibration', step: 1, checkpoint: '', tasks }, options)).tasks
    .click!
  // Of four pairs one is right and two tie; then three are right.
  expect([all.raw.auc, all.auc]).toEqual([0.5, 0.75])
})

test('a surface that has all the rows has the measures of all', async () => {
  const rows = { ...rowsOf(60), places: new Uint16Array(60) }
  const scored = { rows: 60, groups: users, places: placesOf(), tasks: new Map([['click', rows]]) }
  const { all, surfaces } = (await evaluation(scored, undefined, options)).tasks.click!
  expect(Object.keys(surfaces)).toEqual(['home'])
  expect(surfaces.home).toEqual(all)
  expect(rounded(all.raw)).toEqual(
    rounded(
      await measuredAlone(
        rows,
        (row) => rows.logits[row]!,
        () => true,
      ),
    ),
  )
})

test('while rows are measured, Ctrl-C is heard: before each few resamples of each slice', async () => {
  const scored = { rows: 240, groups: users, places: placesOf(), tasks: new Map([['click', rowsOf(240)]]) }
  const turns = await turnsIn(() => evaluation(scored, undefined, options))
  // All rows and two surfaces.
  expect(turns).toBeGreaterThanOrEqual((3 * options.resamples) / lanes)
})
