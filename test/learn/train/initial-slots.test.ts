import { expect, test } from 'vitest'
import { readCheckpoint } from '../../../src/learn/train/checkpoint.ts'
import { project } from './project.ts'

test.each(['native', 'tfjs'])("tables' accumulators begin as the spec sets them (%s)", async (engine) => {
  const p = await project((text) =>
    text
      .replace('rowwise_adagrad(lr: 0.05', 'rowwise_adagrad(initial_accumulator: 0.25, lr: 0.05')
      .replace('epochs: 3', 'epochs: 1'),
  )
  await p.train('run', { engine })
  const { values } = readCheckpoint(p.host, p.path('run/checkpoints/last.safetensors'))!
  // 40 users in 51 rows: some rows are never read, and keep it; squares are added to the others.
  const accumulators = Array.from(values.get('state/table/users/accumulator')!.data, Number)
  expect(accumulators).toHaveLength(51)
  expect(Math.min(...accumulators)).toBe(0.25)
  expect(accumulators.filter((each) => each > 0.25).length).toBeGreaterThan(10)
})
