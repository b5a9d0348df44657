import { describe, expect, test } from 'vitest'
import { memoryHost } from '../../../src/host/memory.ts'
import { checkEntry } from '../../../src/language/check/check-entry.ts'
import { type CompiledModel, compileModel } from '../../../src/language/elaborate/compile-model.ts'
import { changesSince, digestsOf, misread, type RunRecord } from '../../../src/learn/train/run-record.ts'

const text = `
import { linear, mlp } from "ctr:std"
surface home
surface search { views: [results, guided] }
surface pins
level user by user_id
level request by request_id: string within user
level row within request
features of user { user_id : id in users }
features of request on home, search { hour : float default 0 }
features of row { price : float default 0 served as 1 }
table users { rows: hash(50), dim: 4 }
dataset log {
  query:   "select * from log"
  surface: { column: place, values: { 1: home, 2: search.results, 3: search.guided } }
  labels:  { click: clicked == 1 }
  splits:  { train: day < 3 }
}
module head(x: [4]) -> [4] { return x * 2 }
model m on home, search, pins staged {
  trunk {
    let user = concat(embed(user_id), price)
    export let shared = head(mlp(user, units: [4]))
  }
  calibrate click by view with platt { at_least: 10 }
}
branch feeds of m for home, search { export let late = concat(shared, hour) }
tower home of feeds { predict click = linear(late) }
tower search of feeds { predict click = linear(late) }
train m { dataset: log, batch: 64 }
serve m { dedupe: { levels: [user] } }
`

function compiled(spec: string): CompiledModel {
  const { program, diagnostics } = checkEntry(memoryHost({ '/m.ctr': spec }), '/m.ctr')
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  expect(errors.map(({ message }) => message)).toEqual([])
  return compileModel(program!, program!.models.get('m')!)
}

const before = compiled(text)
const record: RunRecord = {
  ...{ format: 3, ctrc: 'test', spec: '/m.ctr', model: 'm', dataset: 'log', params: {}, folder: '/' },
  ...{ engine: 'native', seed: 1, threads: 1, declarations: digestsOf(before), files: {} },
}

interface Edit {
  readonly kind: string
  readonly from: string
  readonly to: string
  /** What is reported of it. */
  readonly told: string
  /** What weights do not depend on: `training`, which a run that is resumed minds all the same, and `serving`. */
  readonly of?: 'training' | 'serving'
}

const edits: readonly Edit[] = [
  {
    kind: 'surface',
    from: '[results, guided]',
    to: '[guided, results]',
    told: 'surface search (views: ["results","guided"], now ["guided","results"])',
  },
  {
    kind: 'level',
    from: 'row within request',
    to: 'row within request, user',
    told: 'level row (within: ["request"], now ["request","user"])',
  },
  {
    kind: 'level key',
    from: 'request_id: string',
    to: 'request_id: int',
    told: 'level key request_id (type: "string", now "int")',
  },
  {
    kind: 'feature',
    from: 'price : float default 0',
    to: 'price : float default 2',
    told: 'feature price (default: 0, now 2)',
  },
  {
    kind: 'feature',
    from: 'on home, search { hour',
    to: 'on home, search, pins { hour',
    told: 'feature hour (surfaces: ["home","search"], now ["home","pins","search"])',
  },
  { kind: 'feature', from: 'served as 1', to: 'served as 3', told: 'feature price (servedAs: 1, now 3)' },
  { kind: 'table', from: 'hash(50)', to: 'hash(60)', told: 'table users (rule.rows: 50, now 60)' },
  {
    kind: 'dataset',
    from: 'day < 3',
    to: 'day < 4',
    told: 'dataset log (splits.train.expression.right.value: 3, now 4)',
    of: 'training',
  },
  {
    kind: 'model',
    from: ', pins staged',
    to: ', pins',
    told: 'model m (live: ["home","search"], now ["home","pins","search"], staged: ["pins"], now [])',
  },
  { kind: 'model', from: 'at_least: 10', to: 'at_least: 20', told: 'model m (calibrations.click.atLeast: 10, now 20)' },
  { kind: 'module', from: 'x * 2', to: 'x * 3', told: 'module head' },
  { kind: 'trunk', from: 'units: [4]', to: 'units: [4], dropout: 0.1', told: 'trunk m' },
  { kind: 'branch', from: 'concat(shared, hour)', to: 'concat(hour, shared)', told: 'branch feeds' },
  {
    kind: 'tower',
    from: 'search of feeds { predict click = linear(late)',
    to: 'search of feeds { predict click = linear(shared)',
    told: 'tower search',
  },
  { kind: 'train', from: 'batch: 64', to: 'batch: 65', told: 'train m (batch: 64, now 65)', of: 'training' },
  {
    kind: 'serve',
    from: 'levels: [user]',
    to: 'levels: [user, request]',
    told: 'serve m (dedupe: ["user"], now ["user","request"])',
    of: 'serving',
  },
]

describe('what differs from the spec of a run', () => {
  test.each(edits)('$kind: $from -> $to', ({ from, to, told, of }) => {
    expect(text.split(from)).toHaveLength(2)
    // A staged surface that becomes live needs a tower.
    const tower = from === ', pins staged' ? '\ntower pins of m { predict click = linear(shared) }' : ''
    const after = compiled(text.replace(from, to) + tower)
    const changes = [told, ...(tower === '' ? [] : ['tower pins (new)'])]
    expect(changesSince(before.declarations, after, true)).toEqual(of === 'serving' ? [] : changes)
    expect(changesSince(before.declarations, after, false)).toEqual(of === undefined ? changes : [])
    const names = changes.map((change) => change.replace(/ \(.*$/, ''))
    expect(misread(record, after)).toEqual(names)
  })

  test('is reported for every kind of declaration', () => {
    const kinds = new Set(edits.map(({ kind }) => kind))
    const untold = [...before.declarations.keys()].filter(
      (name) => ![...kinds].some((kind) => name.startsWith(`${kind} `)),
    )
    expect(untold).toEqual([])
  })

  test('is nothing where it is the same, and names what came and what went', () => {
    expect(changesSince(before.declarations, compiled(`// a comment\n${text}`), true)).toEqual([])
    const more = compiled(`${text}\nfeatures of row { late : float default 0 }`)
    expect(changesSince(before.declarations, more, true)).toEqual(['feature late (new)'])
    expect(changesSince(more.declarations, before, true)).toEqual(['feature late (gone)'])
  })
})
