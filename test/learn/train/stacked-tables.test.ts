import { expect, test } from 'vitest'
import { newReport } from '../../../src/diagnostics/report.ts'
import { trainingGraphs } from '../../../src/learn/train/graphs.ts'
import { initialValues } from '../../../src/learn/train/initial-values.ts'
import { hyperAt } from '../../../src/optimizers/chosen.ts'
import { runPasses, trainingStep } from '../../../src/passes/pipeline.ts'
import { stackTables } from '../../../src/passes/stack-tables.ts'
import { openDataset } from '../../../src/rows/dataset.ts'
import { openNativeTrainer } from '../../../src/runtime/native-trainer.ts'
import type { Trainer } from '../../../src/runtime/trainer.ts'
import { inputsOf } from '../../../src/runtime/values.ts'
import { project } from './project.ts'

/** Three tables of four floats a row, two levels, a list: read from a log, as training reads it. */
const spec = (text: string): string =>
  text
    .replace('dim: 3', 'dim: 4\n  }\n  table places { rows: range(3), dim: 4')
    .replace('x : float default 0', 'x : float default 0\n  place : id in places\n  seen : list<id, 3> in users')
    .replace('concat(user, x)', 'concat(user, x, embed(place), mean(embed(seen)))')
    .replace('select * from', 'select *, [user_id, user_id + 1] as seen from')

test('tables that are stacked train as those that stand apart, bit for bit', async () => {
  const p = await project(spec)
  const { spec: model, graph } = p.model()
  const plan = model.train!
  const stacked = trainingGraphs(graph, plan)
  expect(stacked.training().stacks).toEqual([{ name: 'dim/4', tables: ['countries', 'places', 'users'] }])
  const passes = trainingStep({ taskWeights: plan.tasks, optimizers: plan }).filter((pass) => pass !== stackTables)
  const apart = runPasses(stacked.encoded(), passes)
  expect(apart.stacks).toBeUndefined()

  const dataset = await openDataset(p.host, newReport(), model, model.datasets.get('log')!, {
    params: new Map([['root', p.data]]),
    inputs: inputsOf(stacked.encoded()),
  })
  dataset.useVocabularies(await dataset.fitVocabularies())
  const trainers = await Promise.all(
    [stacked.training(), apart].map((training) =>
      openNativeTrainer({ training, forward: stacked.forward(), values: initialValues(graph, 4, plan), threads: 1 }),
    ),
  )
  let step = 0
  const request = { split: 'train', size: 128, order: { seed: 4, epoch: 0 } } as const
  for (const trainer of trainers) {
    step = 0
    for await (const batch of dataset.batches(request)) {
      step++
      const feeds = batch.feeds(trainer.inputs, { seed: 4, step })
      await trainer.step(feeds, hyperAt(plan, step))
    }
  }
  expect(step).toBeGreaterThan(5)
  const [a, b] = trainers.map(valuesOf)
  expect(a).toEqual(b)
  for (const trainer of trainers) await trainer.dispose()
  dataset.close()
})

const valuesOf = (trainer: Trainer): ReadonlyMap<string, readonly number[]> =>
  new Map([...trainer.parameters(), ...trainer.state()].map(([name, { data }]) => [name, [...data]]))
