import { expect, test } from 'vitest'
import { applied, type Calibration, calibratorOf, identity } from '../../../src/learn/calibrate/calibration.ts'
import { calibrateViews } from '../../../src/learn/calibrate/segments.ts'

const views = [
  { surface: 'home', view: 'default' },
  { surface: 'search', view: 'results' },
  { surface: 'search', view: 'guided' },
  { surface: 'related', view: 'default' },
]

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
    logits: Float32Array.from(each, (row) => row.logit),
    labels: Uint8Array.from(each, (row) => row.label),
    weights: undefined,
    places: Uint16Array.from(each, (row) =>
      views.findIndex(({ surface, view }) => row.surface === surface && row.view === view),
    ),
  }
}

const rows = rowsOf([
  ['home', 'default', 0, 400, 40],
  ['search', 'results', 0, 400, 200],
  ['search', 'guided', 0, 400, 5],
  ['related', 'default', 0, 30, 10],
])

test('a thin segment takes the next of `else`', async () => {
  const found = await calibrateViews(
    rows,
    views,
    { method: 'platt', by: 'view', atLeast: 20, otherwise: ['surface', 'all'] },
    views,
  )
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
    { from: 'surface', positives: 205, negatives: 595, shortfall: { kind: 'thin' } },
    { from: 'all', positives: 255, negatives: 975, shortfall: { kind: 'thin' } },
  ])
})

test('too few negatives are as thin as too few positives', async () => {
  const all = rowsOf([['home', 'default', 0, 100, 95]])
  const [found] = await calibrateViews(
    all,
    views,
    { method: 'platt', by: 'surface', atLeast: 10, otherwise: [] },
    views.slice(0, 1),
  )
  expect(found).toEqual({
    surface: 'home',
    view: 'default',
    calibrator: identity('platt'),
    shortfall: { kind: 'thin' },
    found: { positives: 95, negatives: 5 },
  })
})

test('`at_least` itself is enough, of positives and of negatives', async () => {
  const from = async (positives: number, negatives: number) => {
    const found = await calibrateViews(
      rowsOf([['home', 'default', 0, positives + negatives, positives]]),
      views,
      { method: 'platt', by: 'surface', atLeast: 20, otherwise: [] },
      views.slice(0, 1),
    )
    return found.map(({ calibrator }) => calibrator.from)
  }
  expect(await from(20, 80)).toEqual(['surface'])
  expect(await from(80, 20)).toEqual(['surface'])
  expect(await from(19, 81)).toEqual(['identity'])
  expect(await from(81, 19)).toEqual(['identity'])
})

test('one class alone is never fitted, for any `at_least`', async () => {
  const all = rowsOf([['home', 'default', 0, 100, 100]])
  const [found] = await calibrateViews(
    all,
    views,
    { method: 'platt', by: 'all', atLeast: 0, otherwise: [] },
    views.slice(0, 1),
  )
  expect(found?.calibrator.from).toBe('identity')
})

test('`by all` gives every view the same calibrator', async () => {
  const found = await calibrateViews(rows, views, { method: 'platt', by: 'all', atLeast: 1, otherwise: [] }, views)
  expect(new Set(found.map((each) => JSON.stringify(each.calibrator))).size).toBe(1)
})

test('values are float32, so that a weight file carries them exactly', async () => {
  for (const { calibrator } of await calibrateViews(
    rows,
    views,
    { method: 'platt', by: 'view', atLeast: 1, otherwise: [] },
    views,
  )) {
    const values = Object.values(calibrator.values)
    expect(values).toHaveLength(2)
    expect(values).toEqual(values.map(Math.fround))
  }
})

test('a fit that falls short gives the reason', async () => {
  const turned = rowsOf([['home', 'default', 0, 100, 50]])
  const logits = turned.logits.map((logit) => -logit)
  const [found] = await calibrateViews(
    { ...turned, logits },
    views,
    { method: 'platt', by: 'all', atLeast: 1, otherwise: [] },
    views,
  )
  expect(found?.shortfall).toEqual({ kind: 'fit', reason: expect.stringContaining('the slope stays 1') })
  expect(found?.calibrator.values.slope).toBe(1)
})

test('what was never calibrated keeps its logits', () => {
  const calibration: Calibration = {
    split: 'calibration',
    step: 1,
    checkpoint: '',
    tasks: { click: { search: { results: { ...identity('platt'), values: { slope: 2, intercept: -1 } } } } },
  }
  expect(applied(calibratorOf(calibration, 'click', 'search', 'results'))(3)).toBe(5)
  expect(calibratorOf(calibration, 'click', 'home', 'default')).toBeUndefined()
  expect(calibratorOf(undefined, 'click', 'search', 'results')).toBeUndefined()
  expect(applied(undefined)(3)).toBe(3)
  expect(applied(identity('platt'))(3)).toBe(3)
})
