import { expect, test } from 'vitest'
import { scheduleOf } from '../../../src/learn/train/schedule.ts'

const evaluations = (rows: number, batch: number, epochs: number, every: number): number[] => {
  const { steps, evaluates } = scheduleOf(rows, batch, epochs, every)
  return Array.from({ length: steps }, (_, i) => i + 1).filter(evaluates)
}

test('a quarter of an epoch is a quarter of its steps', () => {
  expect(evaluations(800, 100, 2, 0.25)).toEqual([2, 4, 6, 8, 10, 12, 14, 16])
})

test('fractions of a step are made up for', () => {
  expect(evaluations(700, 100, 1, 0.25)).toEqual([2, 4, 6, 7])
})

test('a tenth is a tenth in spite of binary fractions', () => {
  expect(evaluations(1000, 10, 1, 0.1)).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
})

test('less than a step is every step, more than an epoch skips some; the last step is always evaluated', () => {
  expect(evaluations(300, 100, 1, 0.01)).toEqual([1, 2, 3])
  expect(evaluations(300, 100, 5, 2)).toEqual([6, 12, 15])
})

test('the last batch may be short', () => {
  expect(scheduleOf(1001, 100, 3, 1)).toMatchObject({ stepsPerEpoch: 11, steps: 33 })
})
