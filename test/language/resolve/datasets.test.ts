import { expect, test } from 'vitest'
import { expectMarked, programOf } from './marked-program.ts'

test('a dataset is read', () => {
  const { datasets } = programOf('', {
    without: ['log'],
    files: {
      '/log.ctr': '',
      '/data/log.sql': 'select * from t -- {root}',
      '/main.ctr': `
import "./surfaces.ctr"
import "./levels.ctr"
import "./features.ctr"
import "./model.ctr"
import "./data/log.ctr"
`,
      '/data/log.ctr': `
dataset log {
  query:    file("log.sql")
  surface:  { column: "view type", values: { 1: home_feed, "two": search.results, three: search.guided }, else: drop }
  time:     shown_at
  weight:   1 / keep_rate
  labels:   { click: clicked == 1, long_click: { search: dwell >= 10 } }
  outcomes: [hidden, dwell]
  splits:   { train: day < 20, test: day >= 20 and fold(user_id, 2) == 0 }
}
`,
    },
  })
  const log = datasets.get('log')
  expect(log?.query).toMatchObject({ sql: 'select * from t -- {root}', file: '/data/log.sql' })
  expect(log?.surface).toMatchObject({
    kind: 'column',
    column: 'view type',
    otherwise: 'drop',
    values: [
      { value: 1, surface: 'home_feed', view: 'default' },
      { value: 'two', surface: 'search', view: 'results' },
      { value: 'three', surface: 'search', view: 'guided' },
    ],
  })
  expect(log?.time).toBe('shown_at')
  expect(log?.weight?.columns).toEqual(['keep_rate'])
  expect(log?.labels.get('click')?.all?.columns).toEqual(['clicked'])
  expect(log?.labels.get('long_click')?.all).toBeUndefined()
  expect([...(log?.labels.get('long_click')?.bySurface.keys() ?? [])]).toEqual(['search'])
  expect(log?.outcomes.map(({ name }) => name)).toEqual(['hidden', 'dwell'])
  expect([...(log?.splits.keys() ?? [])]).toEqual(['train', 'test'])
  expect(log?.splits.get('test')?.columns).toEqual(['day', 'user_id'])
})

test('one surface for every row; an unmapped value is an error by default', () => {
  const { datasets } = programOf(`
dataset one { query: "select 1", surface: home_feed }
dataset two { query: "select 1", surface: search.guided }
dataset three { query: "select 1", surface: { column: c, values: { 1: home_feed } } }
`)
  expect(datasets.get('one')?.surface).toMatchObject({ kind: 'constant', surface: 'home_feed', view: 'default' })
  expect(datasets.get('two')?.surface).toMatchObject({ kind: 'constant', surface: 'search', view: 'guided' })
  expect(datasets.get('three')?.surface).toMatchObject({ otherwise: 'error' })
})

test('what a dataset may declare', () => {
  expectMarked(
    `
dataset a { surface: home_feed } //~ CTR1521 dataset a has no entry 'query'
dataset b { query: "select 1" } //~ CTR1521 dataset b has no entry 'surface'
dataset c { query: 1, surface: home_feed } //~ CTR1522 'query' is the number 1
dataset d { query: fiel("log.sql"), surface: home_feed } //~ CTR1501 there is no source of a query 'fiel'; did you mean 'file'?
dataset e { query: file("lgo.sql"), surface: home_feed } //~ CTR1503 there is no file /lgo.sql; did you mean 'log.sql'?
dataset f { query: "select 1", surface: home_feed, lables: { } } //~ CTR1520 did you mean 'labels'?
dataset g { query: "select 1", surface: { column: c } } //~ CTR1521 surface has no entry 'values'
dataset h { query: "select 1", surface: { values: { 1: home_feed } } } //~ CTR1521 surface has no entry 'column'
dataset i { query: "select 1", surface: { column: c, values: { 1: home_feed, 1: search.guided } } } //~ CTR1523 values has the entry '1' twice
dataset j { query: "select 1", surface: { column: c, values: { 1: 2 } } } //~ CTR1522 '1' is the number 2, expected a surface, or surface.view
dataset k { query: "select 1", surface: { column: c, values: { 1: home_feed }, else: keep } } //~ CTR1522 'else' is the name 'keep', expected drop or error
dataset l { query: "select 1", surface: home_feed, labels: [a] } //~ CTR1522 'labels' is a list, expected a map in braces
dataset m { query: "select 1", surface: home_feed, outcomes: [a, "b"] } //~ CTR1522 'outcomes' is the string "b", expected a name
dataset n { query: "select 1", surface: home_feed, splits: { train: a < 1, train: a < 2 } } //~ CTR1523 splits has the entry 'train' twice
`,
    { files: { '/log.sql': 'select 1' } },
  )
})
