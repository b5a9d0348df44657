import { describe, expect, it } from 'vitest'
import { emitOnnx, type OnnxArtifact } from '../../../src/emit/onnx/emit.ts'
import { type ArtifactInput, PortInputs } from '../../../src/emit/onnx/port-inputs.ts'
import { decodeModel } from '../../../src/emit/onnx/proto.ts'
import type { RowOptions } from '../../../src/emit/onnx/rows/strategies.ts'
import { WeightStore } from '../../../src/emit/onnx/weights.ts'
import { GraphWriter } from '../../../src/emit/onnx/writer.ts'
import { algebra } from '../../../src/graph/algebra.ts'
import { createBuilder } from '../../../src/graph/create-builder.ts'
import type { Graph } from '../../../src/graph/graph.ts'
import type { RowEnvironment } from '../../../src/graph/reference.ts'
import { rowEnvironment } from '../../../src/graph/row-environment.ts'
import { SurfaceSet } from '../../../src/graph/surfaces.ts'
import { floats, type HostTensor } from '../../../src/graph/tensor.ts'
import { levelRows, noRows, type ValueType } from '../../../src/graph/types.ts'
import { ContentDigests } from '../../../src/host/content-digests.ts'
import { openNative } from '../../../src/runtime/native.ts'
import { numbersOf, randomNumbers, rowFeeds } from './batch.ts'
import { home, levels } from './cases.ts'
import { keepModel } from './keep-model.ts'

const both = SurfaceSet.of(['home_feed', 'search'])
const search = SurfaceSet.of(['search'])

/**
 * logit = relu(concat(relu(age @ u), relu(query @ r), price) @ w) . v, with age of the user, query of the request (on search alone
 * where `on` has both surfaces, zeros elsewhere) and price of the candidate. Each surface scales by its own parameter.
 */
function model(on: SurfaceSet): Graph {
  const builder = createBuilder({ levels, surfaces: on })
  const g = algebra(builder)
  const feature = (name: string, level: string, surfaces: SurfaceSet, size: number): string =>
    g.input(
      { kind: 'feature', feature: name, part: 'value' },
      { dtype: 'float32', shape: [size], rows: levelRows(level, surfaces) },
    )
  const parameter = (name: string, ...shape: number[]): string =>
    g.input({ kind: 'parameter', parameter: name }, { dtype: 'float32', shape, rows: noRows })
  const user = g.relu(g.matmul(feature('age', 'user', on, 3), parameter('u', 3, 4)))
  const known = g.relu(g.matmul(feature('query', 'request', on.intersect(search), 2), parameter('r', 2, 4)))
  const request = on.equals(both)
    ? g.join('request', [
        [search, known],
        [home, g.constant(0, [4])],
      ])
    : known
  const all = g.concat(
    [
      g.spread(g.add(g.spread(user, 'request'), request), 'candidate'),
      g.spread(user, 'candidate'),
      feature('price', 'candidate', on, 2),
    ],
    0,
  )
  const hidden = g.relu(g.matmul(all, parameter('w', 10, 8)))
  const outputs = on.names.map((surface) => {
    const rows = g.restrict(hidden, SurfaceSet.of([surface]))
    return {
      kind: 'logit' as const,
      task: 'click',
      surface,
      value: g.reshape(g.matmul(g.mul(rows, parameter(`scale.${surface}`)), parameter('v', 8, 1)), []),
    }
  })
  return builder.finish({ name: 'model', outputs, parameters: [], tables: [] })
}

const random = randomNumbers(3)
const draw = (...dims: number[]): HostTensor =>
  floats(
    Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => 2 * random() - 1),
    ...dims,
  )
const weights = new Map<string, HostTensor>([
  ['u', draw(3, 4)],
  ['r', draw(2, 4)],
  ['w', draw(10, 8)],
  ['v', draw(8, 1)],
  ['scale.home_feed', draw()],
  ['scale.search', draw()],
  ['a', floats(Float32Array.of(1, 2), 2)],
])

const emit = (graph: Graph, rows: RowOptions): OnnxArtifact =>
  emitOnnx(graph, { name: graph.name, rows, weights: { values: weights }, vocabularies: new Map(), external: false })

async function run(artifact: OnnxArtifact, feeds: ReadonlyMap<string, HostTensor>): Promise<Map<string, HostTensor>> {
  keepModel(artifact)
  const session = await openNative(artifact.bytes, { threads: 1, optimize: false })
  const chosen = artifact.inputs.flatMap(({ name }) => {
    const tensor = feeds.get(name)
    return tensor ? [[name, tensor] as const] : []
  })
  try {
    return await session.run(new Map(chosen))
  } finally {
    await session.dispose()
  }
}

/** Row `rows[i]` of a tensor at position i. */
function picked(tensor: HostTensor, rows: readonly number[]): HostTensor {
  if (tensor.dtype !== 'float32') throw new Error('only floats are picked')
  const width = tensor.data.length / tensor.dims[0]!
  const data = rows.flatMap((row) => [...tensor.data.subarray(row * width, (row + 1) * width)])
  return floats(Float32Array.from(data), rows.length, ...tensor.dims.slice(1))
}

/** Eight rows of search in two users and three requests; rows 5 and 6 have no user, row 7 no request. */
const users = [1n, 1n, 2n, 1n, 2n, -(2n ** 63n), -(2n ** 63n), 2n]
const requests = ['a', 'a', 'b', 'c', 'b', 'a', 'a', '']
const groups = {
  user: [0, 0, 1, 0, 1, 2, 3, 1],
  request: [0, 0, 1, 2, 1, 3, 4, 5],
}
const batch = users.map((_, i) => ({
  surface: 'search',
  groups: { user: groups.user[i]!, request: groups.request[i]! },
}))
const environment: RowEnvironment = rowEnvironment(levels, batch)
const coarse = { age: draw(4, 3), query: draw(6, 2), price: draw(8, 2) }
/** The features as a caller of a serving graph gives them, one entry per row; rows agree within their groups. */
const perRow = new Map<string, HostTensor>([
  ['age', picked(coarse.age, groups.user)],
  ['query', picked(coarse.query, groups.request)],
  ['price', coarse.price],
  ['user_id', { dtype: 'int64', dims: [8], data: BigInt64Array.from(users) }],
  ['request_id', { dtype: 'string', dims: [8], data: requests }],
])
const keys = new Map([['request_id', 'string' as const]])

describe('one surface', () => {
  const graph = model(search)
  const plain = emit(graph, { kind: 'plain' })

  it('plain rows need no row ports', () => {
    expect(plain.inputs.map(({ name, shape }) => [name, ...shape])).toEqual([
      ['age', 'batch', 3],
      ['price', 'batch', 2],
      ['query', 'batch', 2],
    ])
  })

  it("host's rows give the same scores as plain rows", async () => {
    const expected = numbersOf((await run(plain, perRow)).get('logit/click/search')!)
    const host = emit(graph, { kind: 'host' })
    const found = await run(host, new Map([...Object.entries(coarse), ...rowFeeds(host, environment)]))
    numbersOf(found.get('logit/click/search')!).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 6)
    })
  })

  for (const chosen of [['user', 'request'], ['user'], ['request'], []])
    it(`deduplicated by ${chosen.join(' and ') || 'nothing'}, scores are as without`, async () => {
      const expected = numbersOf((await run(plain, perRow)).get('logit/click/search')!)
      const dedup = emit(graph, { kind: 'dedup', levels: chosen, keys })
      const keyNames = dedup.inputs.filter(({ from }) => from.kind === 'key').map(({ name }) => name)
      expect(keyNames).toEqual(
        chosen.includes('request') ? ['request_id', 'user_id'] : chosen.includes('user') ? ['user_id'] : [],
      )
      const found = await run(dedup, perRow)
      numbersOf(found.get('logit/click/search')!).forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i]!, 6)
      })
    })

  it('a group reads its first row, and rows without a key their own', async () => {
    const builder = createBuilder({ levels, surfaces: search })
    const g = algebra(builder)
    const type: ValueType = { dtype: 'float32', shape: [], rows: levelRows('user', search) }
    const age = g.input({ kind: 'feature', feature: 'age', part: 'value' }, type)
    const request = g.spread(age, 'request')
    const outputs = [
      { kind: 'value' as const, name: 'rows', value: g.spread(request, 'candidate') },
      { kind: 'value' as const, name: 'users', value: g.relu(age) },
    ]
    const echo = builder.finish({ name: 'echo', outputs, parameters: [], tables: [] })
    const artifact = emit(echo, { kind: 'dedup', levels: ['user', 'request'], keys })
    const feeds = new Map(perRow).set('age', floats(Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7), 8))
    const found = await run(artifact, feeds)
    expect(numbersOf(found.get('users')!)).toEqual([0, 2, 5, 6])
    expect(numbersOf(found.get('rows')!)).toEqual([0, 0, 2, 0, 2, 5, 6, 2])
  })

  // A pair of codes is a number in two digits: with the wrong base, pairs that differ become one.
  it.each([
    ['two users with six requests each', 2, 6],
    ['six users with the same two requests', 6, 2],
  ])('rows that agree in one of two keys stay apart: %s', async (_, count, each) => {
    const builder = createBuilder({ levels, surfaces: search })
    const g = algebra(builder)
    const type: ValueType = { dtype: 'float32', shape: [], rows: levelRows('request', search) }
    const query = g.input({ kind: 'feature', feature: 'query', part: 'value' }, type)
    const outputs = [{ kind: 'value' as const, name: 'requests', value: g.relu(query) }]
    const echo = builder.finish({ name: 'echo', outputs, parameters: [], tables: [] })
    const artifact = emit(echo, { kind: 'dedup', levels: ['user', 'request'], keys })
    const rows = Array.from({ length: 2 * count * each }, (_, row) => row % (count * each))
    const feeds = new Map<string, HostTensor>([
      ['query', floats(Float32Array.from(rows.keys()), rows.length)],
      [
        'user_id',
        { dtype: 'int64', dims: [rows.length], data: BigInt64Array.from(rows, (row) => BigInt(row % count)) },
      ],
      ['request_id', { dtype: 'string', dims: [rows.length], data: rows.map((row) => `${Math.floor(row / count)}`) }],
    ])
    const found = await run(artifact, feeds)
    expect(numbersOf(found.get('requests')!)).toEqual(Array.from({ length: count * each }, (_, group) => group))
  })

  it('an empty batch gives no scores', async () => {
    const none = new Map([...perRow].map(([name, tensor]) => [name, emptied(tensor)]))
    for (const rows of [{ kind: 'plain' }, { kind: 'dedup', levels: ['user', 'request'], keys }] as const) {
      const found = await run(emit(graph, rows), none)
      expect(found.get('logit/click/search')!.dims).toEqual([0])
    }
  })
})

function emptied(tensor: HostTensor): HostTensor {
  const dims = [0, ...tensor.dims.slice(1)]
  switch (tensor.dtype) {
    case 'float32':
      return { dtype: 'float32', dims, data: new Float32Array() }
    case 'int32':
      return { dtype: 'int32', dims, data: new Int32Array() }
    case 'int64':
      return { dtype: 'int64', dims, data: new BigInt64Array() }
    case 'string':
      return { dtype: 'string', dims, data: [] }
  }
}

describe('several surfaces, plain', () => {
  const unified = emit(model(both), { kind: 'plain' })
  const offsets = (name: string, ...data: number[]): [string, HostTensor] => [
    name,
    { dtype: 'int32', dims: [data.length], data: Int32Array.from(data) },
  ]

  it('takes the offsets of its rows', () => {
    expect(unified.inputs.map(({ name, shape }) => [name, ...shape])).toEqual([
      ['age', 'batch', 3],
      ['offsets/candidate/home_feed', 2],
      ['offsets/candidate/home_feed+search', 3],
      ['price', 'batch', 2],
      ['query', 'batch/search', 2],
    ])
  })

  it("scores one surface's rows bit for bit as that surface's own graph", async () => {
    const alone = await run(emit(model(search), { kind: 'plain' }), perRow)
    const feeds = new Map([
      ...perRow,
      offsets('offsets/candidate/home_feed+search', 0, 0, 8),
      offsets('offsets/candidate/home_feed', 0, 0),
    ])
    const found = await run(unified, feeds)
    expect(numbersOf(found.get('logit/click/search')!)).toEqual(numbersOf(alone.get('logit/click/search')!))
    expect(found.get('logit/click/home_feed')!.dims).toEqual([0])
  })

  it('gives each surface its own rows', async () => {
    const three = [2, 5, 0]
    const mixed = new Map<string, HostTensor>([
      ['age', picked(perRow.get('age')!, [...three, ...three])],
      ['price', picked(perRow.get('price')!, [...three, ...three])],
      ['query', picked(perRow.get('query')!, three)],
      offsets('offsets/candidate/home_feed+search', 0, 3, 6),
      offsets('offsets/candidate/home_feed', 0, 3),
    ])
    const found = await run(unified, mixed)
    const alone = numbersOf((await run(emit(model(search), { kind: 'plain' }), perRow)).get('logit/click/search')!)
    const scores = numbersOf(found.get('logit/click/search')!)
    three.forEach((row, i) => {
      expect(scores[i]).toBeCloseTo(alone[row]!, 6)
    })
    expect(found.get('logit/click/home_feed')!.dims).toEqual([3])
  })
})

describe('a strategy declares inputs beside the features', () => {
  // What is read and not declared is an Error when the model is emitted.
  it.each<readonly [string, SurfaceSet, RowOptions, readonly string[]]>([
    [
      "the host's rows of several surfaces",
      both,
      { kind: 'host' },
      [
        'index/user/candidate/home_feed+search',
        'index/user/request/home_feed+search',
        'index/request/candidate/home_feed+search',
        'offsets/candidate/home_feed+search',
        'offsets/request/home_feed',
      ],
    ],
    [
      "the host's rows of one",
      search,
      { kind: 'host' },
      ['index/user/candidate/search', 'index/user/request/search', 'index/request/candidate/search'],
    ],
    [
      'plain rows of several',
      both,
      { kind: 'plain' },
      ['offsets/candidate/home_feed', 'offsets/candidate/home_feed+search'],
    ],
    ['plain rows of one', search, { kind: 'plain' }, []],
    ['grouped requests', search, { kind: 'dedup', levels: ['request'], keys }, ['request_id', 'user_id']],
    ['grouped users', search, { kind: 'dedup', levels: ['user'], keys }, ['user_id']],
    ['no groups', search, { kind: 'dedup', levels: [], keys }, []],
  ])('%s', (_, surfaces, rows, expected) => {
    const { inputs, bytes } = emit(model(surfaces), rows)
    const declared = inputs.flatMap(({ name, from }) =>
      from.kind === 'key' || from.port.kind === 'index' || from.port.kind === 'offsets' ? [name] : [],
    )
    expect(declared).toEqual(expected.toSorted())
    const read = new Set(decodeModel(bytes).nodes.flatMap((node) => node.inputs))
    expect(declared.filter((name) => !read.has(name))).toEqual([])
  })

  it('and an input that nothing declares is a defect', () => {
    const ports = new PortInputs(new GraphWriter(new WeightStore(false, new ContentDigests())), undefined, new Map())
    const key: ArtifactInput = {
      name: 'user_id',
      dtype: 'int64',
      shape: ['batch'],
      from: { kind: 'key', key: 'user_id' },
    }
    expect(() => ports.read(key)).toThrow("'user_id' is read, which nothing declares as an input")
    ports.declareAll([key])
    expect(ports.read(key)).toBe('user_id')
  })
})

it('rows are counted by the first input that has them, by name as text', async () => {
  const builder = createBuilder({ levels, surfaces: search })
  const g = algebra(builder)
  const type: ValueType = { dtype: 'float32', shape: [2], rows: levelRows('candidate', search) }
  const [two, ten] = ['x2', 'x10'].map((feature) => g.input({ kind: 'feature', feature, part: 'value' }, type))
  const withoutRows = g.input({ kind: 'parameter', parameter: 'a' }, { ...type, rows: noRows })
  const fixed = g.join('candidate', [[search, g.add(withoutRows, g.constant(0.5, [2]))]])
  const outputs = [{ kind: 'value' as const, name: 'sum', value: g.add(g.add(two!, ten!), fixed) }]
  const artifact = emit(builder.finish({ name: 'counted', outputs, parameters: [], tables: [] }), { kind: 'plain' })
  const counts = decodeModel(artifact.bytes).nodes.filter(({ opType }) => opType === 'Shape')
  expect(counts.map(({ inputs }) => inputs)).toEqual([['x10']])
  const three = (first: number) =>
    floats(
      Float32Array.from({ length: 6 }, (_, i) => first + i),
      3,
      2,
    )
  const found = await run(
    artifact,
    new Map([
      ['x2', three(0)],
      ['x10', three(10)],
    ]),
  )
  expect(found.get('sum')!.dims).toEqual([3, 2])
  expect(numbersOf(found.get('sum')!)).toEqual([11.5, 14.5, 15.5, 18.5, 19.5, 22.5])
})
