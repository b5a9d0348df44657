import { expect, test } from 'vitest'
import { expectMarked, programOf } from './marked-program.ts'

const trainOf = (config: string) => programOf(`train engagement { ${config} }`).models.get('engagement')?.train

test('every setting given', () => {
  expect(
    trainOf(`
  dataset: log, batch: 2K, epochs: 3, seed: 7, clip: 0.5
  optimizer: adam(lr: 2e-3, beta1: 0.8, beta2: 0.99, epsilon: 1e-7, weight_decay: 0.01)
  tables: rowwise_adagrad(lr: 0.1, epsilon: 1e-6, weight_decay: 3e-3, initial_accumulator: 0.1)
  tasks: { long_click: 0.3 }
  surfaces: { search: 2.0 }
  keep: best(click.logloss, every: 0.25, patience: 3)
`),
  ).toMatchObject({
    dataset: 'log',
    batch: 2000,
    epochs: 3,
    seed: 7,
    clip: 0.5,
    optimizer: {
      name: 'adam',
      settings: { lr: 2e-3, beta1: 0.8, beta2: 0.99, epsilon: 1e-7, weight_decay: 0.01 },
    },
    tables: {
      name: 'rowwise_adagrad',
      settings: { lr: 0.1, epsilon: 1e-6, weight_decay: 3e-3, initial_accumulator: 0.1 },
    },
    tasks: new Map([
      ['click', 1],
      ['long_click', 0.3],
    ]),
    surfaces: new Map([['search', 2]]),
    keep: { task: 'click', metric: 'logloss', every: 0.25, patience: 3 },
  })
})

test('every setting left out; the only dataset is the default', () => {
  expect(trainOf('')).toMatchObject({
    dataset: 'log',
    batch: 4096,
    epochs: 1,
    seed: 1,
    clip: undefined,
    optimizer: { name: 'adam', settings: { lr: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weight_decay: 0 } },
    tables: {
      name: 'rowwise_adagrad',
      settings: { lr: 0.02, epsilon: 1e-10, weight_decay: 0, initial_accumulator: 0 },
    },
    tasks: new Map([
      ['click', 1],
      ['long_click', 1],
    ]),
    surfaces: new Map(),
    keep: undefined,
  })
  expect(trainOf('optimizer: adam, keep: best(click.auc)')).toMatchObject({
    optimizer: { name: 'adam' },
    keep: { metric: 'auc', every: 1, patience: undefined },
  })
})

const train = (lines: string) => expectMarked(`train engagement {\n${lines}\n}`)

test('values of a wrong kind', () => {
  train(`
  bacth: 10 //~ CTR1520 train engagement has no entry 'bacth'; did you mean 'batch'?
  epochs: 1.5 //~ CTR1522 'epochs' is the number 1.5, expected a whole number at least 1
  seed: -1 //~ CTR1522 'seed' is the number -1
  clip: 0 //~ CTR1522 'clip' is the number 0, expected a number above 0
  optimizer: lion(lr: 1) //~ CTR1501 there is no optimizer 'lion'
  tables: rowwise_adagrad(0.02, rate: 1) //~ CTR1522 'rowwise_adagrad' is the number 0.02, expected name: value //~ CTR1520 rowwise_adagrad has no entry 'rate'
  surfaces: [search] //~ CTR1522 'surfaces' is a list, expected a map in braces
`)
  train(
    "optimizer: adam(lr: fast, beta1: 1) //~ CTR1522 'lr' is the name 'fast', expected a number above 0 //~ CTR1522 'beta1' is the number 1",
  )
})

test('tasks and surfaces', () => {
  train(`
  tasks: { clik: 1, long_click: -1 } //~ CTR1556 model 'engagement' does not predict 'clik'; did you mean 'click'? //~ CTR1522 'long_click' is the number -1
  surfaces: { related_pins: 1, serch: 2 } //~ CTR1561 model 'engagement' does not run on 'related_pins' //~ CTR1501 there is no surface 'serch'
`)
})

test('what to keep', () => {
  train("keep: bset(click.auc) //~ CTR1501 there is no way to keep a checkpoint 'bset'; did you mean 'best'?")
  train("keep: best(click) //~ CTR1522 'best' is the name 'click', expected a task and its metric")
  train("keep: best(click.loss) //~ CTR1501 there is no metric 'loss'")
  train("keep: best(skip.auc) //~ CTR1556 model 'engagement' does not predict 'skip'")
  train("keep: best(click.auc, every: 0) //~ CTR1522 'every' is the number 0")
})

test('a dataset that cannot train the model', () => {
  const { diagnostics } = expectMarked(`
dataset other {
  query: "select 1"
  surface: home_feed
  labels: { click: clicked == 1 }
  splits: { test: day > 3 }
}
train engagement { dataset: other } //~ CTR1557 predicts 'long_click', but dataset 'other' has no label of that name //~ CTR1560 dataset 'other' has no split 'train' to train on; it has test
`)
  expect(diagnostics.find(({ code }) => code === 'CTR1557')?.related).toHaveLength(2)
})

test('several datasets and none named: the command chooses', () => {
  const { models } = programOf(`
dataset other { query: "select 1", surface: home_feed }
train engagement { }
`)
  expect(models.get('engagement')?.train?.dataset).toBeUndefined()
})
