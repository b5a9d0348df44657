import { expect, test } from 'vitest'
import { isBetter } from '../../src/metrics/better.ts'
import { keepMetrics, metricNames, metrics } from '../../src/metrics/table.ts'

test.each([
  ['higher', 0.7, 0.6],
  ['lower', 0.4, 0.5],
  ['nearest to 1', 0.9, 1.2],
] as const)('%s is better: %d than %d, and neither than itself', (direction, better, worse) => {
  expect(isBetter(direction, better, worse)).toBe(true)
  expect(isBetter(direction, worse, better)).toBe(false)
  expect(isBetter(direction, better, better)).toBe(false)
})

test('discrimination is better when higher, losses and errors when lower', () => {
  const directions = Object.fromEntries(metricNames.map((name) => [name, metrics[name].better]))
  expect(directions).toEqual({
    auc: 'higher',
    gauc: 'higher',
    logloss: 'lower',
    normalized_entropy: 'lower',
    ece: 'lower',
    calibration_ratio: 'nearest to 1',
  })
})

test('a checkpoint is kept by AUC or log loss', () => {
  expect(keepMetrics).toEqual(['auc', 'logloss'])
})
