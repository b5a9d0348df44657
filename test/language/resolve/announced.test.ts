import { test } from 'vitest'
import { expectMarked } from './marked-program.ts'

test('bounds on the number of groups', () => {
  expectMarked(`
train engagement { levels: { user: 64 }, beyond: fallback } //~ CTR1514 a bound on the number of groups in a batch is not supported yet //~ CTR1514
serve engagement {
  levels: { user: 64 } //~ CTR1514 a bound on the number of groups is not supported yet
  beyond: fallback //~ CTR1514
  dedupe: { levels: { user: 64 }, beyond: fallback } //~ CTR1514 a bound on the number of groups //~ CTR1514 a fallback beyond a bound
}
`)
})

test('task spaces', () => {
  expectMarked(`
dataset more {
  query: "select 1"
  surface: home_feed
  where: a == 1 //~ CTR1514 a task space is not supported yet
  labels: { click: a == 1, long_click: { where: a == 1, search: b == 1 } } //~ CTR1514 a task space
  splits: { train: c == 1 }
}
train engagement { dataset: more, tasks: { click: 1, where: 2 } } //~ CTR1514 a task space
`)
})

test('what the parser reports of a record in a list stays reported', () => {
  expectMarked(`
features of user { seen : list<{ pin: id in pins, action: id in pins }, 20> } //~ CTR1590
`)
})
