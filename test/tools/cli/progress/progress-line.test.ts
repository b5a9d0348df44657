import { expect, test } from 'vitest'
import { type Figures, progressLine } from '../../../../src/tools/cli/progress/progress-line.ts'
import type { Reading } from '../../../../src/tools/cli/progress/standing.ts'

const reading: Reading = {
  ...{ name: 'train', depth: 1, serial: 2, began: 0 },
  ...{ done: 1200, total: 30_000, training: { loss: 0.61234, step: 12, steps: 300 } },
}
const figures: Figures = { command: 'train', perSecond: 384, elapsed: 3000, memory: 312_400_000 }

test('shows the phase, done of total, loss, rate, time left and memory', () => {
  // (30,000 - 1,200) / 384 = 75 seconds.
  expect(progressLine(reading, figures)).toBe(
    'train: training, step 12 of 300, 1,200 of 30,000 rows (4 %), loss 0.6123, 384 rows/s, 1:15 left, 312 MB of memory',
  )
})

test('leaves out what is least needed where the terminal is narrow, and is cut where that is not enough', () => {
  const whole = progressLine(reading, figures).length
  expect(progressLine(reading, figures, whole - 1)).toBe(
    'train: training, step 12 of 300, 1,200 of 30,000 rows (4 %), loss 0.6123, 384 rows/s, 1:15 left, 312 MB',
  )
  expect(progressLine(reading, figures, 100)).toBe(
    'train: training, step 12 of 300, 1,200 of 30,000 rows, loss 0.6123, 384 rows/s, 1:15 left, 312 MB',
  )
  expect(progressLine(reading, figures, 90)).toBe(
    'train: training, step 12 of 300, 1,200 of 30,000 rows, 384 rows/s, 1:15 left, 312 MB',
  )
  expect(progressLine(reading, figures, 79)).toBe('train: training, step 12 of 300, 384 rows/s, 1:15 left, 312 MB')
  expect(progressLine(reading, figures, 20)).toBe('train: training, ste')
  expect(progressLine(reading, figures, -1)).toBe('')
})

test('shows the time so far where no rate is known', () => {
  expect(progressLine({ ...reading, done: 0, training: undefined }, { ...figures, perSecond: undefined })).toBe(
    'train: training, 0 of 30,000 rows (0 %), 0:03 so far, 312 MB of memory',
  )
})

test('shows what is done of an unknown number', () => {
  const scoring = { ...reading, name: 'score', total: undefined, training: undefined } as const
  expect(progressLine(scoring, { ...figures, command: 'predict' })).toBe(
    'predict: scoring, 1,200 rows, 384 rows/s, 0:03 so far, 312 MB of memory',
  )
})

test('shows no counts of a phase that has none', () => {
  const engine = { ...reading, name: 'start-engine', done: 0, total: undefined, training: undefined } as const
  const line = progressLine(engine, { ...figures, perSecond: undefined, elapsed: 3_675_000, memory: 2_720_000_000 })
  expect(line).toBe('train: starting the engine, 1:01:15 so far, 2.72 GB of memory')
})

test('a rate below ten keeps digits that differ', () => {
  const rate = (perSecond: number) => progressLine(reading, { ...figures, perSecond }).split(', ')[4]
  expect([0.25, 2.5, 25.4].map(rate)).toEqual(['0.25 rows/s', '2.5 rows/s', '25 rows/s'])
})

test('is never past the whole: rows that came since they were counted are no time below zero', () => {
  expect(progressLine({ ...reading, done: 31_000 }, figures)).toContain('(100 %), loss 0.6123, 384 rows/s, 0:00 left')
})
