import type { TrainingKind } from '../../../src/emit/tfjs/lowering.ts'
import type { OpAttributes } from '../../../src/graph/graph.ts'
import { SurfaceSet } from '../../../src/graph/surfaces.ts'
import type { ValueType } from '../../../src/graph/types.ts'
import { free, on, perPin, perRow, perUser } from './small-batch.ts'

export type TestedKind = Exclude<TrainingKind, 'input' | 'constant'>

export interface Case<K extends TrainingKind> {
  readonly inputs: readonly ValueType[]
  readonly attributes: OpAttributes[K]
  /** Values lie above 0 (log, sqrt, divisors). */
  readonly positive?: true
}
type Cases = { readonly [K in TestedKind]: readonly Case<K>[] }

const plain = (...cases: (readonly ValueType[])[]) => cases.map((inputs) => ({ inputs, attributes: {} }))
const positive = (...cases: (readonly ValueType[])[]) =>
  cases.map((inputs) => ({ inputs, attributes: {}, positive: true as const }))
const indices = (type: ValueType): ValueType => ({ ...type, dtype: 'int32' })

/** Every way in which operands may meet: equal, scalar, missing leading dimensions; rows on both, on either, on none. */
const broadcasts = [
  [perRow(3), perRow(3)],
  [perRow(3), free(3)],
  [free(2, 3), perRow(3)],
  [perRow(2, 3), perRow(3)],
  [perRow(), perRow(2, 3)],
  [perRow(2, 3), free()],
  [free(2), free(2)],
]

const of = (...names: string[]) => SurfaceSet.of(names)

/** For each kind, operands in every way that they may meet. */
export const cases: Cases = {
  add: plain(...broadcasts),
  sub: plain(...broadcasts),
  mul: plain(...broadcasts),
  div: positive(...broadcasts),
  maximum: plain(...broadcasts),
  minimum: plain(...broadcasts),
  less: plain(...broadcasts),
  less_equal: plain(...broadcasts),
  equal: plain(...broadcasts),
  exp: plain([perRow(3)]),
  log: positive([perRow(3)]),
  log1p: positive([perRow(3)], [free(2)]),
  sqrt: positive([perRow(3)]),
  pow: [2, 3, 1.5, -2, -0.5].map((exponent) => ({
    inputs: [perRow(3)],
    attributes: { exponent },
    ...(exponent === 2 || exponent === 3 ? {} : { positive: true as const }),
  })),
  abs: plain([perRow(3)]),
  tanh: plain([perRow(3)]),
  relu: plain([perRow(3)]),
  gelu: plain([perRow(3)]),
  sigmoid: plain([perRow(3)]),
  softplus: plain([perRow(3)]),
  where: plain(
    [indices(perRow(3)), perRow(3), perRow(3)].map((type) => ({ ...type, dtype: 'float32' as const })),
    [perRow(), perRow(2, 3), free(3)],
    [perRow(2, 3), free(), perRow(3)],
  ),
  stop_gradient: plain([perRow(3)]),
  dropout: [{ inputs: [perRow(3), perRow(3)], attributes: { rate: 0.5 } }],
  concat: [
    { inputs: [perRow(2), perRow(3), free(1)], attributes: { axis: 0 } },
    { inputs: [perRow(2, 3), perRow(2, 1)], attributes: { axis: 1 } },
    { inputs: [free(2, 3), free(1, 3)], attributes: { axis: 0 } },
  ],
  slice: [
    { inputs: [perRow(4, 3)], attributes: { axis: 0, start: 1, end: 3 } },
    { inputs: [free(2, 5)], attributes: { axis: 1, start: 2, end: 5 } },
  ],
  split: [
    { inputs: [perRow(4, 3)], attributes: { axis: 0, sizes: [1, 3] } },
    { inputs: [perRow(2, 5)], attributes: { axis: 1, sizes: [2, 2, 1] } },
    { inputs: [free(4)], attributes: { axis: 0, sizes: [3, 1] } },
  ],
  reshape: [
    { inputs: [perRow(2, 6)], attributes: { shape: [3, 4] } },
    { inputs: [free(6)], attributes: { shape: [2, 3] } },
  ],
  transpose: [
    { inputs: [perRow(2, 3, 4)], attributes: { permutation: [2, 0, 1] } },
    { inputs: [free(2, 3)], attributes: { permutation: [1, 0] } },
  ],
  broadcast: [
    { inputs: [perRow(3)], attributes: { shape: [2, 3] } },
    { inputs: [perRow()], attributes: { shape: [2, 3] } },
    { inputs: [free(3)], attributes: { shape: [2, 3] } },
  ],
  matmul: plain(
    [perRow(3), free(3, 2)],
    [free(3), free(3, 2)],
    [perRow(4, 3), free(3, 2)],
    [free(4, 3), free(3, 2)],
    [perRow(2, 4, 3), free(3, 2)],
    [perRow(3), perRow(3, 2)],
    [perRow(4, 3), perRow(3, 2)],
    [perRow(2, 4, 3), perRow(3, 2)],
    [perRow(2, 4, 3), perRow(2, 3, 5)],
    [perRow(2, 4, 3), free(2, 3, 5)],
    [free(2, 4, 3), free(2, 3, 5)],
    [free(2, 4, 3), perRow(2, 3, 5)],
    [free(4, 3), perRow(3, 2)],
    [free(3), perRow(3, 2)],
  ),
  sum: [
    { inputs: [perRow(2, 3)], attributes: { axes: [0] } },
    { inputs: [perRow(2, 3)], attributes: { axes: [0, 1] } },
    { inputs: [free(2, 3)], attributes: { axes: [1] } },
    { inputs: [perRow()], attributes: { axes: [] } },
  ],
  mean: [
    { inputs: [perRow(2, 3)], attributes: { axes: [1] } },
    { inputs: [free(2, 3)], attributes: { axes: [0, 1] } },
    { inputs: [perRow()], attributes: { axes: [] } },
  ],
  max: [
    { inputs: [perRow(2, 3)], attributes: { axis: 0 } },
    { inputs: [perRow(2, 3)], attributes: { axis: 1 } },
    { inputs: [free(4)], attributes: { axis: 0 } },
  ],
  softmax: plain([perRow(2, 3)], [free(4)]),
  lookup: plain(
    [perPin(2), indices(perRow())],
    [perPin(2), indices(perRow(3))],
    [free(4, 2, 3), indices(perUser())],
    [free(4), indices(perRow())],
  ),
  restrict: [
    { inputs: [perRow(2)], attributes: { surfaces: of('feed') } },
    { inputs: [perRow(2)], attributes: { surfaces: of('feed', 'search') } },
    { inputs: [perUser()], attributes: { surfaces: of('related', 'search') } },
  ],
  join: [
    {
      inputs: [on(perRow(2), 'feed', 'search'), on(perRow(2), 'related')],
      attributes: { level: 'candidate', parts: [of('feed', 'search'), of('related')] },
    },
    {
      inputs: [on(perRow(2), 'feed'), free(2), on(perRow(2), 'search')],
      attributes: { level: 'candidate', parts: [of('feed'), of('related'), of('search')] },
    },
    {
      inputs: [free(), on(perUser(), 'related')],
      attributes: { level: 'user', parts: [of('feed', 'search'), of('related')] },
    },
  ],
  spread: [{ inputs: [perUser(2)], attributes: { level: 'candidate' } }],
  collect: [{ inputs: [perRow(2)], attributes: { level: 'user' } }],
  total: plain([perRow(2, 3)], [perUser()], [perPin(2)]),
}

export const kinds = Object.keys(cases).sort() as readonly TestedKind[]
