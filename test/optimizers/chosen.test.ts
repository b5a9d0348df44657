import { expect, test } from 'vitest'
import { chosen, hyperAt } from '../../src/optimizers/chosen.ts'

test("Adam's corrections are 1 - beta^t, and each target has a learning rate of its own", () => {
  const optimizer = chosen('adam', { lr: 0.1, beta1: 0.5, beta2: 0.9 })
  const tables = chosen('rowwise_adagrad', { lr: 0.2 })
  expect(hyperAt({ optimizer, tables }, 3)).toEqual(
    new Map([
      ['learning_rate', 0.1],
      ['bias_correction_1', 0.875],
      ['bias_correction_2', expect.closeTo(0.271, 12)],
      ['table_learning_rate', 0.2],
    ]),
  )
})
