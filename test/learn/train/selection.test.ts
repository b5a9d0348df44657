import { expect, test } from 'vitest'
import { judge } from '../../../src/learn/train/selection.ts'

const keep = (metric: 'logloss' | 'auc', patience?: number) => ({ task: 'click', metric, every: 1, patience })

test('a lower log loss is better, and so is a higher AUC', () => {
  const before = { best: { step: 1, value: 0.5 }, waited: 2 }
  expect(judge(keep('logloss'), before, { step: 2, value: 0.4 })).toMatchObject({ isBest: true, waited: 0 })
  expect(judge(keep('auc'), before, { step: 2, value: 0.4 })).toMatchObject({ isBest: false, waited: 3 })
})

test('the first is the best, an equal one is not better', () => {
  const first = judge(keep('auc'), { best: null, waited: 0 }, { step: 1, value: 0.6 })
  expect(first).toMatchObject({ isBest: true, best: { step: 1, value: 0.6 } })
  expect(judge(keep('auc'), first, { step: 2, value: 0.6 })).toMatchObject({ isBest: false, best: { step: 1 } })
})

test('patience ends after that many evaluations without a better one', () => {
  const before = { best: { step: 1, value: 0.5 }, waited: 1 }
  expect(judge(keep('auc', 3), before, { step: 2, value: 0.4 }).outOfPatience).toBe(false)
  expect(judge(keep('auc', 2), before, { step: 2, value: 0.4 }).outOfPatience).toBe(true)
  expect(judge(keep('auc'), { ...before, waited: 99 }, { step: 2, value: 0.4 }).outOfPatience).toBe(false)
})
