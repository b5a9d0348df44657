import { expect, test } from 'vitest'
import { calibratorOf, identity } from '../../../src/learn/calibrate/calibration.ts'
import { calibrateViews } from '../../../src/learn/calibrate/segments.ts'

/** Per segment: rows about one score, `positives` of them clicked. */
function rowsOf(
  segments: readonly (readonly [surface: string, view: string, logit: number, rows: number, positives: number])[],
) {
  const each = segments.flatMap(([surface, view, logit, rows, positives]) =>
    Array.from({ length: rows }, (_, i) => ({
      surface,
      view,
      logit: logit + (i % 2) * 0.5 + (i < positives ? 0.3 : 0),
      label: i < positives ? 1 : 0,
    })),
  )
  return {
    logits: Float64Array.from(each, (row) => row.logit),
    labels: Uint8Array.from(each, (row) => row.label),
    weights: new Float64Array(each.length).fill(1),
    surfaces: each.map((row) => row.surface),
    views: each.map((row) => row.view),
  }
}

const views = [
  { surface: 'home', view: 'default' },
  { surface: 'search', view: 'results' },
  { surface: 'search', view: 'guided' },
  { surface: 'related', view: 'default' },
]

const rows = rowsOf([
  ['home', 'default', 0, 400, 40],
  ['search', 'results', 0, 400, 200],
  ['search', 'guided', 0, 400, 5],
  ['related', 'default', 0, 30, 10],
])

test('a thin segment takes the next of `else`', () => {
  const found = calibrateViews(rows, { by: 'view', atLeast: 20, otherwise: ['surface', 'all'] }, views)
  expect(
    found.map(({ calibrator: { from, positives, negatives }, shortfall }) => ({
      from,
      positives,
      negatives,
      shortfall,
    })),
  ).toEqual([
    { from: 'view', positives: 40, negatives: 360, shortfall: undefined },
    { from: 'view', positives: 200, negatives: 200, shortfall: undefined },
    { from: 'surface', positives: 205, negatives: 595, shortfall: 'thin' },
    { from: 'all', positives: 255, negatives: 975, shortfall: 'thin' },
  ])
})

test('too few negatives are as thin as too few positives', () => {
  const all = rowsOf([['home', 'default', 0, 100, 95]])
  const [found] = calibrateViews(all, { by: 'surface', atLeast: 10, otherwise: [] }, views.slice(0, 1))
  expect(found).toEqual({
    surface: 'home',
    view: 'default',
    calibrator: identity,
    shortfall: 'thin',
    found: { positives: 95, negatives: 5 },
  })
})

test('one class alone is never fitted, whatever `at_least` says', () => {
  const all = rowsOf([['home', 'default', 0, 100, 100]])
  const [found] = calibrateViews(all, { by: 'all', atLeast: 0, otherwise: [] }, views.slice(0, 1))
  expect(found?.calibrator.from).toBe('identity')
})

test('`by all` gives every view the same calibrator', () => {
  const found = calibrateViews(rows, { by: 'all', atLeast: 1, otherwise: [] }, views)
  expect(new Set(found.map((each) => JSON.stringify(each.calibrator))).size).toBe(1)
})

test('slope and intercept are float32 values, so that a weight file carries them exactly', () => {
  for (const { calibrator } of calibrateViews(rows, { by: 'view', atLeast: 1, otherwise: [] }, views)) {
    expect(calibrator.slope).toBe(Math.fround(calibrator.slope))
    expect(calibrator.intercept).toBe(Math.fround(calibrator.intercept))
  }
})

test('a surface that was never calibrated has the identity', () => {
  const calibration = {
    split: 'calibration',
    step: 1,
    tasks: { click: { search: { results: { ...identity, slope: 2, intercept: -1 } } } },
  }
  expect(calibratorOf(calibration, 'click', 'search', 'results').slope).toBe(2)
  expect(calibratorOf(calibration, 'click', 'home', 'default')).toEqual(identity)
  expect(calibratorOf(undefined, 'click', 'search', 'results')).toEqual(identity)
})
