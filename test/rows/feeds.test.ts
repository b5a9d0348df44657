import { expect, test } from 'vitest'
import { type RawColumn, rawIntegers } from '../../src/features/raw.ts'
import type { Port } from '../../src/graph/ports.ts'
import { SurfaceSet } from '../../src/graph/surfaces.ts'
import { levelRows, noRows } from '../../src/graph/types.ts'
import { batchFeeds, leastWeightSum } from '../../src/rows/feeds.ts'
import { rowGroups } from '../../src/rows/groups.ts'
import { encodedTables } from '../../src/rows/tables.ts'
import type { EngineInput } from '../../src/runtime/feeds.ts'
import { programOf } from './fixture.ts'

const { spec } = programOf(`
surface home
surface search
level ad
features of ad {
  a : id in low
  b : id in high
  c : list<id, 2> in low
}
table low    { rows: range(5), dim: 2 }
table high   { rows: range(9), dim: 2 }
table middle { rows: range(7), dim: 2 }
model m on home, search { trunk { predict click = sum(concat(embed(a), embed(b))) } }
`)

const surfaces = SurfaceSet.of(['home', 'search'])
const rows = levelRows('ad', surfaces)
const ids = (...values: readonly bigint[]) => rawIntegers(BigInt64Array.from(values))

const lists = {
  ...ids(1n, 4n, 0n),
  kind: 'list',
  of: 'id',
  lengths: Int32Array.of(2, -1, 1),
  starts: Int32Array.of(0, 2, 2),
} as const

/** Three rows, two of home and one of search. A click is known of none, a hide of all. */
function feedsOf(inputs: readonly EngineInput[]) {
  const raw = {
    rows: 3,
    columns: new Map<string, RawColumn>([
      ['a', ids(3n, 0n, 3n)],
      ['b', ids(8n, 8n, 1n)],
      ['c', lists],
    ]),
  }
  const batch = {
    rows: 3,
    surfaces: surfaces.names,
    bySurface: new Map([
      ['home', 2],
      ['search', 1],
    ]),
    surfaceOf: Int32Array.of(0, 0, 1),
    views: ['default', 'default', 'default'],
    labels: new Map([
      ['click', Int8Array.of(-1, -1, -1)],
      ['hide', Int8Array.of(1, 0, 1)],
    ]),
    weights: Float64Array.of(1, 2, 4),
    raw,
    groups: rowGroups(raw, { levels: spec.levels, columns: new Map(), surfaces }, Int32Array.of(0, 2, 3)),
  }
  const table = encodedTables(spec.tables, new Map())
  const context = { features: spec.features, rowLevel: 'ad', table, surfaceWeight: () => 1 }
  return batchFeeds(batch, context, inputs, { seed: 1, step: 2 })
}

test('rows of a stack count from its first table, past tables that no feature of the batch reads', () => {
  const port: Port = {
    kind: 'encoded_rows',
    stack: { name: 'dim/2', tables: ['low', 'middle', 'high'] },
    features: [
      { feature: 'c', table: 'low', size: 2 },
      { feature: 'b', table: 'high', size: 1 },
      { feature: 'a', table: 'low', size: 1 },
    ],
  }
  const { tensors, tableRows } = feedsOf([{ port, type: { dtype: 'int32', shape: [4], rows } }])
  // Rows 0 and 1 are for missing and unknown ids. A table of which no row is read has its row 0 all the same.
  expect([...tableRows].map(([name, each]) => [name, ...each]).toSorted()).toEqual([
    ['high', 8 + 2, 1 + 2],
    ['low', 1 + 2, 4 + 2, 0 + 2, 3 + 2],
    ['middle', 0],
  ])
  // Above those of high are the four rows of low and the one of middle. What is behind a list's end reads the first row.
  const [data] = [...tensors.values()].map((tensor) => [...tensor.data])
  expect(data).toEqual([0, 1, 5 + 0, 3, 0, 0, 5 + 0, 2, 2, 0, 5 + 1, 3])
})

const weightsOf = (task: string, on: SurfaceSet): readonly EngineInput[] => [
  { port: { kind: 'weight', task, surfaces: on }, type: { dtype: 'float32', shape: [], rows: levelRows('ad', on) } },
  { port: { kind: 'weight_sum', task }, type: { dtype: 'float32', shape: [], rows: noRows } },
]
const numbers = (inputs: readonly EngineInput[]) => [...feedsOf(inputs).tensors.values()].map(({ data }) => [...data])

test('a task of which no row is labelled has weights that are 0, and a sum of them that can be divided by', () => {
  expect(numbers(weightsOf('click', surfaces))).toEqual([[0, 0, 0], [Math.fround(leastWeightSum)]])
})

test("a task's sum of weights is that of surfaces that predict it, though rows of others are labelled too", () => {
  const search = SurfaceSet.of(['search'])
  expect(numbers([...weightsOf('click', surfaces), ...weightsOf('hide', search)]).slice(2)).toEqual([[4], [4]])
})

test("a row's dropout mask does not depend on which surfaces are read beside its own", () => {
  const port: Port = { kind: 'dropout', path: 'trunk.dropout', rate: 0.5 }
  const masks = (on: SurfaceSet): readonly number[] =>
    numbers([{ port, type: { dtype: 'float32', shape: [40], rows: levelRows('ad', on) } }])[0]!.map(Number)
  const [ofAll, ofSearch] = [masks(surfaces), masks(SurfaceSet.of(['search']))]
  expect(ofSearch).toEqual(ofAll.slice(80))
  expect(ofSearch).not.toEqual(ofAll.slice(0, 40))
})
