import { expect, test } from 'vitest'
import { emitOnnx } from '../../../src/emit/onnx/emit.ts'
import type { RowOptions } from '../../../src/emit/onnx/rows/strategies.ts'
import { type Algebra, algebra } from '../../../src/graph/algebra.ts'
import { createBuilder } from '../../../src/graph/create-builder.ts'
import { LevelOrder } from '../../../src/graph/levels.ts'
import { floats, type HostTensor } from '../../../src/graph/tensor.ts'
import { type Dtype, levelRows } from '../../../src/graph/types.ts'
import { openNative } from '../../../src/runtime/native.ts'
import { numbersOf, vocabularies } from './batch.ts'
import { home, levels, tables } from './cases.ts'

/** Four rows of two users, in three requests. */
const feeds = new Map<string, HostTensor>([
  ['user_id', { dtype: 'int64', dims: [4], data: BigInt64Array.of(1n, 1n, 2n, 1n) }],
  ['age', floats(Float32Array.of(30, 30, 50, 30), 4)],
  ['request_id', { dtype: 'string', dims: [4], data: ['a', 'a', 'b', 'c'] }],
  ['name', { dtype: 'string', dims: [4], data: ['b', 'b', 'a', 'b'] }],
  ['seen', { dtype: 'string', dims: [4, 2], data: ['b', 'a', 'b', 'a', 'é', 'x', 'b', 'a'] }],
  ['seen.length', { dtype: 'int64', dims: [4], data: BigInt64Array.of(2n, 2n, 2n, 2n) }],
])
const byUser: RowOptions = { kind: 'dedup', levels: ['user'] }

/** A graph of one value, emitted. */
function emitted(rows: RowOptions, make: (g: Algebra, feature: typeof input) => string, order = levels) {
  const builder = createBuilder({ levels: order, surfaces: home })
  const g = algebra(builder)
  const value = make(g, input)
  const graph = builder.finish({
    name: 'm',
    outputs: [{ kind: 'value', name: 'y', value }],
    parameters: [],
    tables: [...declared],
  })
  return emitOnnx(graph, { name: 'm', rows, weights: 'inputs', vocabularies, external: false })
}

const declared = tables.map((table) => ({ ...table, dim: 1, initial: { kind: 'zeros' } as const }))

const input = (
  g: Algebra,
  name: string,
  level: string,
  dtype: Dtype = 'float32',
  shape: readonly number[] = [],
): string => g.input({ kind: 'feature', feature: name, part: 'value' }, { dtype, shape, rows: levelRows(level, home) })

async function run({ bytes, inputs }: ReturnType<typeof emitted>): Promise<readonly number[]> {
  const session = await openNative(bytes, { threads: 1, optimize: false })
  const given = inputs.flatMap(({ name }) => (feeds.has(name) ? [[name, feeds.get(name)!] as const] : []))
  const found = await session.run(new Map(given))
  await session.dispose()
  return numbersOf(found.get('y')!)
}

test('a row-free value that joins grouped rows has an entry for each group', async () => {
  const found = emitted(byUser, (g, feature) =>
    g.add(feature(g, 'age', 'user'), g.join('user', [[home, g.constant(10)]])),
  )
  expect(await run(found)).toEqual([40, 60])
})

test('every word of a list comes to its group', async () => {
  const found = emitted(byUser, (g, feature) =>
    g.builder.add('table_row', [feature(g, 'seen', 'user', 'string', [2])], { table: 'words' }),
  )
  // The vocabulary's words b, a and é are its rows 2, 3 and 4; another word is row 1.
  expect(await run(found)).toEqual([2, 3, 4, 1])
})

test('a level whose rows have no key is computed per row', async () => {
  const order = new LevelOrder([{ name: 'row', by: [], within: [] }])
  const found = emitted(
    { kind: 'dedup', levels: ['row'] },
    (g, feature) => g.add(feature(g, 'age', 'row'), g.constant(1)),
    order,
  )
  expect(found.inputs.map(({ name }) => name)).toEqual(['age'])
  expect(await run(found)).toEqual([31, 31, 51, 31])
})

test('what sums over groups is refused where groups lie once per row', async () => {
  const total = (g: Algebra, feature: typeof input) => g.total(feature(g, 'age', 'user'))
  expect(await run(emitted(byUser, total))).toEqual([80])
  for (const rows of [{ kind: 'plain' }, { kind: 'dedup', levels: [] }] as const)
    expect(() => emitted(rows, total)).toThrow('sums over groups, which lie once per row here')
})

test('sums by group are those of training alone', () => {
  const collected = (g: Algebra, feature: typeof input) =>
    g.builder.add('collect', [feature(g, 'age', 'candidate')], { level: 'user' })
  expect(() => emitted(byUser, collected)).toThrow("that is training's, whose groups the host makes")
  expect(() => emitted({ kind: 'plain' }, collected)).toThrow('plain rows know no groups')
})

test('a sum over rows themselves is one in every layout', async () => {
  const total = (g: Algebra, feature: typeof input) => g.total(feature(g, 'age', 'candidate'))
  for (const rows of [byUser, { kind: 'plain' }] as const) expect(await run(emitted(rows, total))).toEqual([140])
})

test('a level that only a row-free value joins has its keys as inputs', async () => {
  const found = emitted(byUser, (g) => g.join('user', [[home, g.constant(10)]]))
  expect(found.inputs.map(({ name }) => name)).toEqual(['user_id'])
  expect(await run(found)).toEqual([10, 10])
})

test('a level to which rows that lie apart are spread has its keys as inputs, those of coarser levels too', async () => {
  const byRequest: RowOptions = { kind: 'dedup', levels: ['request'], keys: new Map([['request_id', 'string']]) }
  const found = emitted(byRequest, (g, feature) => g.spread(feature(g, 'age', 'user'), 'request'))
  const keys = found.inputs.flatMap(({ name, from }) => (from.kind === 'key' ? [name] : []))
  expect(keys).toEqual(['request_id', 'user_id'])
  expect(await run(found)).toEqual([30, 50, 30])
})

test('a word that is a feature and a key is one input', async () => {
  const order = new LevelOrder([
    { name: 'person', by: ['name'], within: [] },
    { name: 'row', by: [], within: ['person'] },
  ])
  const found = emitted(
    { kind: 'dedup', levels: ['person'] },
    (g, feature) => g.builder.add('table_row', [feature(g, 'name', 'person', 'string')], { table: 'words' }),
    order,
  )
  expect(found.inputs.map(({ name, dtype }) => [name, dtype])).toEqual([['name', 'string']])
  expect(await run(found)).toEqual([2, 3])
})
