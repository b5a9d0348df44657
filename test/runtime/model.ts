import { algebra } from '../../src/graph/algebra.ts'
import { createBuilder } from '../../src/graph/create-builder.ts'
import type { Graph } from '../../src/graph/graph.ts'
import { LevelOrder } from '../../src/graph/levels.ts'
import { mixId } from '../../src/graph/mix.ts'
import { portName } from '../../src/graph/ports.ts'
import type { RowEnvironment } from '../../src/graph/reference.ts'
import { rowEnvironment } from '../../src/graph/row-environment.ts'
import { SurfaceSet } from '../../src/graph/surfaces.ts'
import { floats, type HostTensor } from '../../src/graph/tensor.ts'
import { levelRows, noRows, tableRows } from '../../src/graph/types.ts'
import { chosen, type Optimizers } from '../../src/optimizers/chosen.ts'
import { differentiate } from '../../src/passes/differentiate.ts'
import { optimize } from '../../src/passes/optimize.ts'
import { trainingLoss } from '../../src/passes/training-loss.ts'
import type { EngineFeeds, EngineInput } from '../../src/runtime/feeds.ts'

const levels = new LevelOrder([
  { name: 'user', by: ['user_id'], within: [] },
  { name: 'candidate', by: [], within: ['user'] },
])
const surfaces = SurfaceSet.of(['home_feed', 'search'])

/** A perceptron of an embedded user and four numbers, one head for each of two surfaces: after encode-on-host. */
export function forwardGraph(): Graph {
  const builder = createBuilder({ levels, surfaces })
  const g = algebra(builder)
  const parameter = (name: string, ...shape: number[]): string =>
    g.input({ kind: 'parameter', parameter: name }, { dtype: 'float32', shape, rows: noRows })
  const table = g.input({ kind: 'table', table: 'users' }, { dtype: 'float32', shape: [3], rows: tableRows('users') })
  const id = g.input(
    { kind: 'encoded', feature: 'user_id', as: { kind: 'row', table: 'users' } },
    { dtype: 'int32', shape: [], rows: levelRows('user', surfaces) },
  )
  const x = g.input(
    { kind: 'encoded', feature: 'x', as: { kind: 'number' } },
    { dtype: 'float32', shape: [4], rows: levelRows('candidate', surfaces) },
  )
  const user = g.spread(g.lookup(table, id), 'candidate')
  const hidden = g.relu(g.add(g.matmul(g.concat([user, x], 0), parameter('w', 7, 8)), parameter('b', 8)))
  const outputs = surfaces.names.map((surface) => {
    const rows = g.restrict(hidden, SurfaceSet.of([surface]))
    return {
      kind: 'logit' as const,
      task: 'click',
      surface,
      value: g.reshape(g.matmul(rows, parameter(`${surface}.v`, 8, 1)), []),
    }
  })
  return builder.finish({
    name: 'perceptron',
    outputs,
    parameters: [],
    tables: [{ name: 'users', rule: { kind: 'range', rows: 8 }, dim: 3, initial: { kind: 'zeros' } }],
  })
}

export const optimizers: Optimizers = {
  optimizer: chosen('adam', { lr: 0.02, weight_decay: 0.01 }),
  tables: chosen('rowwise_adagrad', { lr: 0.1, epsilon: 1e-8, weight_decay: 0.001 }),
  clip: 1,
}

export const trainingGraph = (forward: Graph): Graph =>
  [trainingLoss(new Map()), differentiate, optimize(optimizers)].reduce((graph, pass) => pass.run(graph), forward)

export const hyperAt = (step: number): ReadonlyMap<string, number> =>
  new Map([
    ['learning_rate', 0.02],
    ['table_learning_rate', 0.1],
    ['bias_correction_1', 1 - 0.9 ** step],
    ['bias_correction_2', 1 - 0.999 ** step],
  ])

export function random(seed: number): () => number {
  let state = 0
  return () => mixId(++state, 0, seed) / 2 ** 32
}

export function initialValues(): Map<string, HostTensor> {
  const next = random(9)
  const draw = (...dims: number[]): HostTensor =>
    floats(
      Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => next() - 0.5),
      ...dims,
    )
  return new Map([
    ['w', draw(7, 8)],
    ['home_feed.v', draw(8, 1)],
    ['search.v', draw(8, 1)],
    ['table/users', draw(10, 3)],
  ])
}

export interface TestBatch {
  readonly environment: RowEnvironment
  feeds(inputs: readonly EngineInput[]): EngineFeeds
}

/** 24 rows of six users; clicks where the first number is positive. Users' rows in the table: 2 to 7, without row 4. */
export function batch(seed: number): TestBatch {
  const next = random(seed)
  const rows = Array.from({ length: 24 }, (_, i) => ({
    surface: i < 10 ? 'home_feed' : 'search',
    groups: { user: Math.floor(next() * 6) },
  }))
  const touched = Int32Array.of(7, 2, 3, 5, 6, 9)
  const environment = rowEnvironment(levels, rows, new Map([['users', touched.length]]))
  const users: number[] = []
  for (const surface of surfaces.names) {
    const groups = rows.filter((row) => row.surface === surface).map(({ groups: { user } }) => user)
    users.push(...new Set(groups))
  }
  const x = Float32Array.from({ length: 24 * 4 }, () => 2 * next() - 1)
  const labels = Float32Array.from({ length: 24 }, (_, i) => (x[4 * i]! > 0 ? 1 : 0))
  const tensors = new Map<string, HostTensor>([
    ['row/user_id/users', { dtype: 'int32', dims: [users.length], data: Int32Array.from(users) }],
    ['number/x', floats(x, 24, 4)],
    ['label/click/home_feed+search', floats(labels, 24)],
    ['weight/click/home_feed+search', floats(new Float32Array(24).fill(1), 24)],
    ['weight_sum/click', floats(Float32Array.of(24))],
  ])
  return {
    environment,
    feeds(inputs) {
      const chosen = inputs.map(({ port }) => [portName(port), tensors.get(portName(port)) ?? rowPort(port)] as const)
      return { tensors: new Map(chosen), tableRows: new Map([['users', touched]]) }
    },
  }

  function rowPort(port: EngineInput['port']): HostTensor {
    if (port.kind !== 'index' && port.kind !== 'offsets') throw new Error(`the test feeds no '${portName(port)}'`)
    const data =
      port.kind === 'index'
        ? environment.index(port.from, port.to, port.surfaces)
        : environment.offsets(port.level, port.surfaces)
    return { dtype: 'int32', dims: [data.length], data }
  }
}
