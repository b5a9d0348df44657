import { expect, test } from 'vitest'
import { expectMarked } from './marked-program.ts'

test('an outcome as a feature', () => {
  const { diagnostics } = expectMarked(`
features of candidate { hidden : int default 0 } //~ CTR1558 'hidden' is an outcome in dataset 'log', so it cannot be a feature
`)
  expect(diagnostics[0]?.related[0]).toMatchObject({
    message: "an outcome of dataset 'log'",
    span: { file: '/log.ctr' },
  })
})

test('a column that a label reads as a feature, also where one surface alone has the label', () => {
  const { diagnostics } = expectMarked(`
features of candidate {
  clicked : int default 0 //~ CTR1558 'clicked' is read by a label in dataset 'log'
  dwell   : float default 0 //~ CTR1558 'dwell' is read by a label
}
`)
  expect(diagnostics[0]?.related[0]?.message).toBe("read by the label click of dataset 'log'")
})

test('names of functions are no columns, and what splits read may be a feature', () => {
  expectMarked(
    `
dataset folds {
  query: "select 1"
  surface: home_feed
  labels: { click: fold(chance, 2) == 1, long_click: a == 1 }
  splits: { train: country == "FR" }
}
features of candidate { fold : int default 0 }
train engagement { dataset: folds }
`,
    { without: ['log'] },
  )
})

test('a level key in labels or outcomes', () => {
  expectMarked(
    `
dataset keyed {
  query: "select 1"
  surface: home_feed
  labels: { click: request_id == "a", long_click: a == 1 } //~ CTR1559 'request_id' is a level key, so it cannot be read by a label in dataset 'keyed'
  outcomes: [user_id] //~ CTR1559 'user_id' is a level key, so it cannot be an outcome
  splits: { train: a == 1 }
}
train engagement { dataset: keyed }
`,
    {
      without: ['log', 'features'],
      files: {
        '/model.ctr': 'model engagement on home_feed { trunk { predict click = 1 \n predict long_click = 1 } }',
      },
    },
  )
})

test('a level key that is a feature is reported in both places', () => {
  expectMarked(
    `
features of user { user_id : id } //~ CTR1558 'user_id' is an outcome
dataset keyed {
  query: "select 1"
  surface: home_feed
  outcomes: [user_id] //~ CTR1559 'user_id' is a level key
}
model m on home_feed { trunk { predict click = 1 } }
`,
    { without: ['log', 'features', 'model'] },
  )
})
