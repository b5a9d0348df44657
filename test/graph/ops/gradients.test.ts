import { describe, expect, it } from 'vitest'
import { evaluateGraph } from '../../../src/graph/evaluate-graph.ts'
import type { OpKind } from '../../../src/graph/graph.ts'
import { opTable } from '../../../src/graph/ops/table.ts'
import { noRows, type Rows, type Shape } from '../../../src/graph/types.ts'
import { verify } from '../../../src/graph/verify.ts'
import { differentiate } from '../../../src/passes/differentiate.ts'
import { expectCentralDifferences } from '../central-differences.ts'
import { at, on, World } from '../world.ts'

/** Builds a value with the op in it, from sources of drawn shape and rows. */
type Case = (world: World) => string

const someRows = (world: World): Rows => {
  const choices = [noRows, at('user'), at('candidate'), at('ad', 'search'), at('request', 'home_feed', 'search')]
  return choices[world.integer(choices.length)]!
}
const someShape = (world: World): Shape => [[], [3], [2, 3], [2, 1, 2]][world.integer(4)]!

const unary =
  (kind: 'exp' | 'log' | 'log1p' | 'sqrt' | 'abs' | 'tanh' | 'relu' | 'gelu' | 'sigmoid' | 'softplus'): Case =>
  (world) =>
    world.g[kind](
      world.value(
        someShape(world),
        someRows(world),
        kind.startsWith('log') || kind === 'sqrt' ? world.positive : world.signed,
      ),
    )

/** Both orders of: equal types, a scalar, missing leading dimensions, a row-free operand. */
const binary =
  (kind: 'add' | 'sub' | 'mul' | 'div' | 'maximum' | 'minimum'): Case =>
  (world) => {
    const rows = someRows(world)
    const [long, short] = (
      [
        [
          [2, 3],
          [2, 3],
        ],
        [[2, 3], [3]],
        [[3], []],
      ] as const
    )[world.integer(3)]!
    const wide = world.value(long, world.integer(3) === 0 ? noRows : rows)
    const narrow = world.value(short, world.integer(3) === 0 ? noRows : rows)
    return world.builder.add(kind, world.integer(2) === 0 ? [wide, narrow] : [narrow, wide], {})
  }

const matmul =
  (left: Shape, right: Shape): Case =>
  (world) => {
    const rows = at('request')
    const [x, w] = [
      world.value(left, world.integer(2) === 0 ? noRows : rows),
      world.value(right, world.integer(2) === 0 ? noRows : rows),
    ]
    return world.g.matmul(x, w)
  }

const differentiable: { readonly [K in OpKind]?: readonly Case[] } = {
  add: [binary('add')],
  sub: [binary('sub')],
  mul: [binary('mul')],
  div: [binary('div')],
  maximum: [binary('maximum')],
  minimum: [binary('minimum')],
  exp: [unary('exp')],
  log: [unary('log')],
  log1p: [unary('log1p')],
  sqrt: [unary('sqrt')],
  pow: [2, 3, 1.5, 0.5, -1, -0.5].map(
    (exponent): Case =>
      (world) => {
        const draw = exponent === 2 || exponent === 3 ? world.signed : world.positive
        return world.g.pow(world.value(someShape(world), someRows(world), draw), exponent)
      },
  ),
  abs: [unary('abs')],
  tanh: [unary('tanh')],
  relu: [unary('relu')],
  gelu: [unary('gelu')],
  sigmoid: [unary('sigmoid')],
  softplus: [unary('softplus')],
  where: [
    (world) => {
      const rows = at('user')
      const condition = world.g.positive(world.value([3], world.integer(2) === 0 ? noRows : rows))
      return world.g.where(condition, world.value([2, 3], noRows), world.value([], rows))
    },
  ],
  dropout: [
    (world) => {
      const rows = at('request')
      const port = { kind: 'dropout', path: 'h', rate: 0.5 } as const
      const mask = world.feed(port, 'float32', [3], rows, () => 2 * world.integer(2))
      return world.builder.add('dropout', [world.value([3], rows), mask], { rate: 0.5 })
    },
  ],
  concat: [
    (world) =>
      world.g.concat(
        [world.value([2, 1], at('user')), world.value([2, 3], noRows), world.value([2, 2], at('user'))],
        1,
      ),
    (world) => world.g.concat([world.value([1, 2], noRows), world.value([3, 2], noRows)], 0),
  ],
  slice: [
    (world) => world.g.slice(world.value([2, 4, 2], someRows(world)), 1, world.integer(2), 2 + world.integer(3)),
    (world) => world.g.slice(world.value([4], someRows(world)), 0, 0, 4),
  ],
  split: [
    (world) => {
      // One piece is not read, one twice.
      const [a, , c] = world.g.split(world.value([2, 6], someRows(world)), 1, [2, 3, 1])
      return world.g.add(world.g.mul(a!, a!), world.g.concat([c!, c!], 1))
    },
    (world) => {
      const [a, b] = world.g.split(world.value([4], someRows(world)), 0, [1, 3])
      return world.g.concat([b!, a!], 0)
    },
  ],
  reshape: [(world) => world.g.reshape(world.value([2, 3], someRows(world)), [3, 1, 2])],
  transpose: [
    (world) => world.g.transpose(world.value([2, 3], someRows(world)), [1, 0]),
    (world) => world.g.transpose(world.value([2, 3, 4], someRows(world)), [2, 0, 1]),
  ],
  broadcast: [
    (world) => world.g.broadcast(world.value([], someRows(world)), [2, 3]),
    (world) => world.g.broadcast(world.value([3], someRows(world)), [4, 2, 3]),
  ],
  matmul: [
    matmul([3], [3, 2]),
    matmul([4, 3], [3, 2]),
    matmul([2, 4, 3], [3, 2]),
    matmul([2, 4, 3], [2, 3, 5]),
    matmul([2, 2, 1, 3], [2, 2, 3, 1]),
  ],
  sum: [
    (world) => world.g.sum(world.value([2, 3, 4], someRows(world)), [1]),
    (world) => world.g.sum(world.value([2, 3, 4], someRows(world)), [0, 2]),
    (world) => world.g.sum(world.value([3], someRows(world)), [0]),
    (world) => world.g.sum(world.value([2, 3], someRows(world)), [1]),
  ],
  mean: [
    (world) => world.g.mean(world.value([2, 3, 4], someRows(world)), [0, 1]),
    (world) => world.g.mean(world.value([2, 3], someRows(world)), [1]),
  ],
  max: [
    (world) => world.g.max(world.value([2, 4], someRows(world)), 1),
    (world) => world.g.max(world.value([3, 2, 2], someRows(world)), world.integer(3)),
  ],
  softmax: [
    (world) => world.g.softmax(world.value([4], someRows(world))),
    (world) => world.g.softmax(world.value([2, 3], someRows(world))),
  ],
  lookup: [
    (world) => {
      const port = { kind: 'encoded', feature: 'f', as: { kind: 'row', table: 't' } } as const
      const index = world.feed(port, 'int32', [2], at('user'), () => world.integer(4))
      return world.g.lookup(world.table('t', 4, 3), index)
    },
    (world) => {
      const port = { kind: 'encoded', feature: 'view', as: { kind: 'number' } } as const
      const index = world.feed(port, 'int32', [], at('candidate', 'search'), () => world.integer(3))
      return world.g.lookup(world.value([3, 2]), index)
    },
  ],
  restrict: [
    (world) => world.g.restrict(world.value([2], at('request')), on('search')),
    (world) => world.g.restrict(world.value([], at('user')), on('home_feed', 'search')),
  ],
  join: [
    (world) =>
      world.g.join('candidate', [
        [on('related_pins'), world.value([2], at('candidate', 'related_pins'))],
        [on('home_feed', 'search'), world.value([2], at('candidate', 'home_feed', 'search'))],
      ]),
    (world) =>
      world.g.join('user', [
        [on('home_feed', 'search'), world.value([2], noRows)],
        [on('related_pins'), world.value([2], at('user', 'related_pins'))],
      ]),
  ],
  spread: [
    (world) => world.g.spread(world.value([2], at('user')), 'candidate'),
    (world) => world.g.spread(world.value([], at('user', 'search')), 'request'),
  ],
  collect: [
    (world) => world.g.collect(world.value([2], at('candidate')), 'ad'),
    (world) => world.g.collect(world.value([], at('request', 'home_feed')), 'user'),
  ],
  total: [
    (world) => world.g.total(world.value([2], at('candidate', 'home_feed', 'search'))),
    (world) => world.g.total(world.table('t', 3, 2)),
  ],
}

const withoutGradient = (Object.keys(opTable) as OpKind[]).filter((kind) => !(kind in differentiable)).sort()

describe('the gradient of every op is its central difference', () => {
  for (const [kind, cases] of Object.entries(differentiable))
    it.each(cases.map((build, i) => [i, build] as const))(`${kind} %i`, (_, build) => {
      for (let seed = 1; seed <= 6; seed++) {
        const world = new World(seed)
        const graph = world.graph([{ kind: 'loss', value: world.lossOf(build(world)) }])
        expect(graph.ops.some((op) => op.kind === kind)).toBe(true)
        expect(verify(graph)).toEqual([])
        expect(verify(differentiate.run(graph))).toEqual([])
        expect(expectCentralDifferences(graph, world.feeds, world.rows)).not.toEqual([])
      }
    })
})

it('covers every op that a gradient flows through', () => {
  const sources = ['constant', 'input']
  const flowing = withoutGradient.filter((kind) => opTable[kind].gradient !== 'none')
  expect(flowing).toEqual([...sources, 'stop_gradient'])
})

it('stops at stop_gradient', () => {
  const world = new World(1)
  const x = world.value([2])
  const stopped = world.builder.add('stop_gradient', [x], {})
  const graph = world.graph([{ kind: 'loss', value: world.g.sum(world.g.mul(x, stopped), [0]) }])
  const gradient = evaluateGraph(differentiate.run(graph), world.feeds, world.rows).get('gradient/x0')
  // d(x * stopped(x)) is x: half of what the square would have.
  expect(gradient?.data).toEqual(world.feeds.get('x0')?.data)
})
