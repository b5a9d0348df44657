import { expect, test } from 'vitest'
import { judge } from '../../../src/learn/train/selection.ts'

const keep = (metric: 'logloss' | 'auc', patience?: number) => ({ task: 'click', metric, every: 1, patience })

test('a lower log loss is better, and so is a higher AUC', () => {
  const before = { best: { step: 1, value: 0.5 }, waited: 2 }
  expect(judge(keep('logloss'), before, { step: 2, value: 0.4 })).toMatchObject({ isBest: true, waited: 0 })
  expect(judge(keep('auc'), before, { step: 2, value: 0.4 })).toMatchObject({ isBest: false, waited: 3 })
})

test.each(['auc', 'logloss'] as const)('the first %s is the best, an equal one is not better', (metric) => {
  const first = judge(keep(metric), { best: null, waited: 0 }, { step: 1, value: 0.6 })
  expect(first).toMatchObject({ isBest: true, waited: 0, best: { step: 1, value: 0.6 } })
  const second = judge(keep(metric), first, { step: 2, value: 0.6 })
  expect(second).toMatchObject({ isBest: false, waited: 1, best: { step: 1, value: 0.6 } })
})

test('a better one takes its place, and is waited for from there', () => {
  const before = { best: { step: 1, value: 0.5 }, waited: 2 }
  expect(judge(keep('auc', 3), before, { step: 4, value: 0.6 })).toEqual({
    best: { step: 4, value: 0.6 },
    waited: 0,
    isBest: true,
    outOfPatience: false,
  })
})

test('patience of one ends at the first that is no better', () => {
  const before = { best: { step: 1, value: 0.5 }, waited: 0 }
  expect(judge(keep('logloss', 1), before, { step: 2, value: 0.5 }).outOfPatience).toBe(true)
  expect(judge(keep('logloss', 1), before, { step: 2, value: 0.4 }).outOfPatience).toBe(false)
})

test('patience ends after that many evaluations without a better one', () => {
  const before = { best: { step: 1, value: 0.5 }, waited: 1 }
  expect(judge(keep('auc', 3), before, { step: 2, value: 0.4 }).outOfPatience).toBe(false)
  expect(judge(keep('auc', 2), before, { step: 2, value: 0.4 }).outOfPatience).toBe(true)
  expect(judge(keep('auc'), { ...before, waited: 99 }, { step: 2, value: 0.4 }).outOfPatience).toBe(false)
})
