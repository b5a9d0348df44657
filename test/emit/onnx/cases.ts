import type { Graph, OpAttributes, OpKind } from '../../../src/graph/graph.ts'
import { LevelOrder } from '../../../src/graph/levels.ts'
import { SurfaceSet } from '../../../src/graph/surfaces.ts'
import { levelRows, noRows, type Shape, tableRows, type ValueType } from '../../../src/graph/types.ts'

export const levels = new LevelOrder([
  { name: 'user', by: ['user_id'], within: [] },
  { name: 'request', by: ['request_id'], within: ['user'] },
  { name: 'candidate', by: [], within: ['request'] },
])
export const surfaces = SurfaceSet.of(['home_feed', 'related_pins', 'search'])
export const row = levelRows('candidate', surfaces)
export const user = levelRows('user', surfaces)
export const request = levelRows('request', surfaces)
export const home = SurfaceSet.of(['home_feed'])
const outer = SurfaceSet.of(['home_feed', 'search'])
const middle = SurfaceSet.of(['related_pins'])

const float = (shape: Shape, rows: ValueType['rows'] = row): ValueType => ({ dtype: 'float32', shape, rows })
const index = (shape: Shape, rows: ValueType['rows'] = row): ValueType => ({ dtype: 'int32', shape, rows })
const raw = (dtype: 'int64' | 'string' | 'float32', shape: Shape = []): ValueType => ({ dtype, shape, rows: row })

/** How random operands are drawn. */
export type Draw = 'any' | 'positive' | 'small' | 'flag' | 'ties' | 'raw'

interface Operands<K extends OpKind> {
  readonly inputs: readonly ValueType[]
  readonly attributes: OpAttributes[K]
  readonly draw?: Draw
}

export interface AnyCase {
  readonly inputs: readonly ValueType[]
  readonly attributes: OpAttributes[OpKind]
  readonly draw?: Draw
}

const unary = { inputs: [float([3])], attributes: {} }
const binary = [
  { inputs: [float([2, 3]), float([2, 3])], attributes: {} },
  { inputs: [float([2, 3]), float([3])], attributes: {} },
  { inputs: [float([]), float([2, 3], noRows)], attributes: {} },
  { inputs: [float([2, 3], noRows), float([], noRows)], attributes: {} },
]
const positive = binary.map((each) => ({ ...each, draw: 'positive' as const }))

const ties = binary.map((each) => ({ ...each, draw: 'ties' as const }))

/** Operands for every kind of op but the sources; a kind without a case does not compile. */
export const cases = {
  table_row: [
    { inputs: [raw('int64')], attributes: { table: 'hashed' }, draw: 'raw' },
    { inputs: [raw('int64')], attributes: { table: 'ranged' }, draw: 'raw' },
    { inputs: [raw('int64')], attributes: { table: 'known_ids' }, draw: 'raw' },
    { inputs: [raw('string')], attributes: { table: 'words' }, draw: 'raw' },
  ],
  number: [
    { inputs: [raw('float32', [2])], attributes: { sentinel: -124, default: 3 }, draw: 'raw' },
    { inputs: [raw('float32')], attributes: { sentinel: undefined, default: undefined }, draw: 'raw' },
    { inputs: [raw('int64')], attributes: { sentinel: 7, default: 0.5 }, draw: 'raw' },
  ],
  is_missing: [
    { inputs: [raw('float32')], attributes: { sentinel: -124 }, draw: 'raw' },
    { inputs: [raw('int64')], attributes: { sentinel: 7 }, draw: 'raw' },
    { inputs: [raw('string')], attributes: { sentinel: undefined }, draw: 'raw' },
  ],
  sequence_mask: [{ inputs: [raw('int64')], attributes: { length: 4 }, draw: 'raw' }],
  view_index: [{ inputs: [raw('string')], attributes: { views: ['b', 'a'] }, draw: 'raw' }],
  raw_number: [
    { inputs: [raw('float32')], attributes: { sentinel: -124, default: 0.1 }, draw: 'raw' },
    { inputs: [raw('int64')], attributes: { sentinel: 7, default: undefined }, draw: 'raw' },
    { inputs: [raw('int64')], attributes: { sentinel: undefined, default: -3 }, draw: 'raw' },
  ],
  bucket: [
    { inputs: [raw('float32')], attributes: { edges: [-7, 0, 0.1, 5] }, draw: 'raw' },
    { inputs: [raw('int64')], attributes: { edges: [-5, 0, 8, 50] }, draw: 'raw' },
    { inputs: [raw('float32', [2])], attributes: { edges: [3] }, draw: 'raw' },
  ],
  standardize: [
    { inputs: [raw('float32')], attributes: { mean: 0.1, deviation: 2.7 }, draw: 'raw' },
    { inputs: [raw('int64')], attributes: { mean: 12.3456789012345, deviation: 1e-3 }, draw: 'raw' },
  ],
  time_cycle: [{ inputs: [raw('int64')], attributes: { period: 50, shift: 20, unit: 10 }, draw: 'raw' }],
  clamp: [
    { inputs: [raw('float32')], attributes: { low: -7, high: 1.1 }, draw: 'raw' },
    { inputs: [raw('int64')], attributes: { low: -2, high: 40 }, draw: 'raw' },
  ],
  mix_ids: [{ inputs: [raw('int64'), raw('int64')], attributes: { seed: 3_000_000_000 }, draw: 'raw' }],
  // Lists come with their lengths: test/features/derived/agreement.test.ts.
  last_element: [],
  count_equal: [],
  seconds_between: [{ inputs: [raw('int64'), raw('int64')], attributes: {}, draw: 'raw' }],
  // What it reads is an input of the model as it comes in: test/serve/malformed-inputs.test.ts.
  length_fault: [],
  parallel_fault: [{ inputs: [raw('int64'), raw('int64')], attributes: { kept: 4 }, draw: 'raw' }],
  row_fault: [{ inputs: [raw('float32'), raw('int64')], attributes: {}, draw: 'raw' }],
  status: [{ inputs: [raw('float32'), raw('float32')], attributes: { reasons: [5, 9] }, draw: 'raw' }],
  add: binary,
  sub: binary,
  mul: binary,
  div: positive,
  maximum: binary,
  minimum: binary,
  less: ties,
  less_equal: ties,
  equal: ties,
  exp: [unary],
  log: [{ ...unary, draw: 'positive' }],
  log1p: [
    { ...unary, draw: 'positive' },
    { ...unary, draw: 'small' },
  ],
  sqrt: [{ ...unary, draw: 'positive' }],
  pow: [
    { ...unary, attributes: { exponent: 2 } },
    { ...unary, attributes: { exponent: 3 } },
    { ...unary, attributes: { exponent: 1.5 }, draw: 'positive' },
    { ...unary, attributes: { exponent: -2 }, draw: 'positive' },
    { ...unary, attributes: { exponent: -0.5 }, draw: 'positive' },
  ],
  abs: [unary],
  tanh: [unary],
  relu: [unary],
  gelu: [unary],
  sigmoid: [unary],
  softplus: [unary],
  where: [
    { inputs: [float([]), float([2, 3]), float([3], noRows)], attributes: {}, draw: 'flag' },
    { inputs: [float([3]), float([], noRows), float([2, 3])], attributes: {}, draw: 'flag' },
  ],
  stop_gradient: [unary],
  dropout: [{ inputs: [float([3]), float([3])], attributes: { rate: 0.5 } }],
  concat: [
    { inputs: [float([2, 3]), float([1, 3])], attributes: { axis: 0 } },
    { inputs: [float([3]), float([2], noRows), float([1])], attributes: { axis: 0 } },
    { inputs: [float([2, 3], noRows), float([2, 1], noRows)], attributes: { axis: 1 } },
  ],
  slice: [{ inputs: [float([4, 3])], attributes: { axis: 0, start: 1, end: 3 } }],
  split: [
    { inputs: [float([4, 3])], attributes: { axis: 0, sizes: [1, 3] } },
    { inputs: [float([2, 5])], attributes: { axis: 1, sizes: [2, 0, 2, 1] } },
    { inputs: [float([4], noRows)], attributes: { axis: 0, sizes: [2, 2] } },
  ],
  reshape: [
    { inputs: [float([4, 3])], attributes: { shape: [2, 6] } },
    { inputs: [float([1])], attributes: { shape: [] } },
    { inputs: [float([4, 3], noRows)], attributes: { shape: [12] } },
  ],
  transpose: [
    { inputs: [float([2, 3, 4])], attributes: { permutation: [2, 0, 1] } },
    { inputs: [float([2, 3], noRows)], attributes: { permutation: [1, 0] } },
  ],
  broadcast: [
    { inputs: [float([3])], attributes: { shape: [2, 3] } },
    { inputs: [float([])], attributes: { shape: [2, 3] } },
    { inputs: [float([3], noRows)], attributes: { shape: [2, 3] } },
  ],
  matmul: [
    { inputs: [float([3]), float([3, 4], noRows)], attributes: {} },
    { inputs: [float([2, 3]), float([3, 4], noRows)], attributes: {} },
    { inputs: [float([3]), float([3, 4])], attributes: {} },
    { inputs: [float([5, 2, 3]), float([5, 3, 4])], attributes: {} },
    { inputs: [float([5, 2, 3]), float([3, 4])], attributes: {} },
    { inputs: [float([5, 2, 3]), float([5, 3, 4], noRows)], attributes: {} },
    { inputs: [float([3], noRows), float([3, 4])], attributes: {} },
    { inputs: [float([2, 3], noRows), float([3, 4])], attributes: {} },
    { inputs: [float([3], noRows), float([3, 4], noRows)], attributes: {} },
  ],
  sum: [
    { inputs: [float([2, 3, 4])], attributes: { axes: [0, 2] } },
    { inputs: [float([2, 3], noRows)], attributes: { axes: [0] } },
    { inputs: [float([])], attributes: { axes: [] } },
  ],
  mean: [
    { inputs: [float([2, 3, 4])], attributes: { axes: [1] } },
    { inputs: [float([])], attributes: { axes: [] } },
  ],
  max: [{ inputs: [float([2, 3, 4])], attributes: { axis: 1 } }],
  softmax: [{ inputs: [float([2, 3])], attributes: {} }],
  lookup: [
    { inputs: [float([3], tableRows('items')), index([])], attributes: {} },
    { inputs: [float([3], tableRows('items')), index([2])], attributes: {} },
    { inputs: [float([5, 2, 3], noRows), index([2])], attributes: {} },
    { inputs: [float([5], noRows), index([])], attributes: {} },
  ],
  restrict: [
    { inputs: [float([3])], attributes: { surfaces: home } },
    { inputs: [float([3], user)], attributes: { surfaces: outer } },
    { inputs: [float([])], attributes: { surfaces: middle } },
  ],
  join: [
    {
      inputs: [float([3], levelRows('candidate', outer)), float([3], levelRows('candidate', middle))],
      attributes: { level: 'candidate', parts: [outer, middle] },
    },
    {
      inputs: [float([3], levelRows('user', outer)), float([3], noRows)],
      attributes: { level: 'user', parts: [outer, middle] },
    },
    { inputs: [float([], noRows)], attributes: { level: 'request', parts: [surfaces] } },
  ],
  spread: [
    { inputs: [float([3], user)], attributes: { level: 'candidate' } },
    { inputs: [float([], user)], attributes: { level: 'request' } },
  ],
  collect: [
    { inputs: [float([3])], attributes: { level: 'user' } },
    { inputs: [float([2, 3])], attributes: { level: 'user' } },
    { inputs: [float([], request)], attributes: { level: 'user' } },
  ],
  total: [{ inputs: [float([2, 3])], attributes: {} }],
  contract: [
    { inputs: [float([3]), float([4])], attributes: {} },
    { inputs: [float([2, 3]), float([2, 4])], attributes: {} },
  ],
  scatter: [
    { inputs: [index([]), float([3])], attributes: { into: { kind: 'table', table: 'items' } } },
    { inputs: [index([2]), float([2, 3])], attributes: { into: { kind: 'entries', entries: 5 } } },
    { inputs: [index([2]), float([2])], attributes: { into: { kind: 'entries', entries: 5 } } },
  ],
  positive: [{ ...unary, draw: 'ties' }],
  erf: [unary],
  // Its second operand is the first one's maximum: lowerings.test.ts has it behind `max`.
  first_max: [],
} satisfies { readonly [K in Exclude<OpKind, 'input' | 'constant'>]: readonly Operands<K>[] }

export const tables = [
  { name: 'hashed', rule: { kind: 'hash', rows: 1000 } },
  { name: 'items', rule: { kind: 'range', rows: 3 } },
  { name: 'known_ids', rule: { kind: 'vocabulary', rows: 3, file: undefined, of: 'id' } },
  { name: 'ranged', rule: { kind: 'range', rows: 50 } },
  { name: 'words', rule: { kind: 'vocabulary', rows: 3, file: undefined, of: 'string' } },
].map((each) => ({ ...each, dim: 3, initial: { kind: 'zeros' } })) as Graph['tables'][number][]
