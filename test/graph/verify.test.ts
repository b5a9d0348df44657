import { describe, expect, it } from 'vitest'
import type { Graph, Op } from '../../src/graph/graph.ts'
import { graphText } from '../../src/graph/text.ts'
import { noRows, type Rows, tableRows } from '../../src/graph/types.ts'
import { verify } from '../../src/graph/verify.ts'
import { at, World } from './world.ts'

function small(): Graph {
  const world = new World(1)
  const x = world.feed(
    { kind: 'encoded', feature: 'age', as: { kind: 'number' } },
    'float32',
    [2],
    at('user', 'search'),
    () => 1,
  )
  const y = world.g.spread(world.g.matmul(x, world.value([2, 3])), 'candidate')
  return world.graph([{ kind: 'value', name: 'y', value: world.g.sum(y, [0]) }])
}

const changed = (id: string, change: Partial<Op>): Graph => {
  const graph = small()
  return { ...graph, ops: graph.ops.map((op) => (op.id === id ? ({ ...op, ...change } as Op) : op)) }
}

/** A split into [1] and [2] whose results behind the first are stated to be of these sizes. */
function splitWith(sizes: readonly number[]): Graph {
  const world = new World(1)
  const [value] = world.g.split(world.value([3]), 0, [1, 2])
  const graph = world.graph([{ kind: 'value', name: 'y', value: value! }])
  const others = sizes.map((size) => ({ dtype: 'float32', shape: [size], rows: { kind: 'none' } }) as const)
  return { ...graph, ops: graph.ops.map((op) => (op.kind === 'split' ? { ...op, others } : op)) }
}

/** A sum over candidates' groups whose level is changed behind the builder's back. */
function collectTo(level: string): Graph {
  const world = new World(1)
  const collected = world.g.collect(world.value([2], at('candidate', 'search')), 'user')
  const graph = world.graph([{ kind: 'value', name: 'y', value: world.g.collect(collected, 'user') }])
  return {
    ...graph,
    ops: graph.ops.flatMap((op): readonly Op[] =>
      op.kind !== 'collect'
        ? [op]
        : [
            op,
            {
              ...op,
              id: 'test/collect',
              inputs: [op.id],
              attributes: { level },
              type: { ...op.type, rows: at(level, 'search') },
            },
          ],
    ),
  }
}

/** A graph of one constant of three elements. */
const constant = (data: readonly number[], rows: Rows): Graph => ({
  ...small(),
  ops: [{ id: 'c', kind: 'constant', inputs: [], attributes: { data }, type: { dtype: 'float32', shape: [3], rows } }],
  outputs: [],
})

it('prints a graph, an op a line', () => {
  expect(graphText(small())).toBe(`graph test on home_feed+related_pins+search
  %number/age: float32[2] at user on search = input() {port: encoded number/age}
  %x0: float32[2, 3] = input() {port: parameter x0}
  %test/matmul: float32[3] at user on search = matmul(%number/age, %x0)
  %test/spread: float32[3] at candidate on search = spread(%test/matmul) {level: "candidate"}
  %test/sum: float32[] at candidate on search = sum(%test/spread) {axes: [0]}
  output y = %test/sum
`)
})

describe('verify', () => {
  it('finds nothing wrong in a valid graph', () => {
    expect(verify(small())).toEqual([])
  })
  it.each<readonly [string, Graph]>([
    ['states float32', changed('test/matmul', { type: { dtype: 'float32', shape: [4], rows: at('user', 'search') } })],
    ['before it is defined', { ...small(), ops: small().ops.toReversed() }],
    ['is defined twice', { ...small(), ops: [...small().ops, small().ops[0]!] }],
    ['is not coarser', changed('test/spread', { attributes: { level: 'ad' } })],
    ['which is not there', { ...small(), outputs: [{ kind: 'value', name: 'y', value: 'gone' }] }],
    ['is named twice', { ...small(), outputs: [...small().outputs, ...small().outputs] }],
    [
      'but the graph runs on',
      changed('number/age', { type: { dtype: 'float32', shape: [2], rows: at('user', 'video') } }),
    ],
    ['inner-sizes-differ', changed('x0', { type: { dtype: 'float32', shape: [5, 3], rows: { kind: 'none' } } })],
    ['%test/collect: collect from user to candidate, but candidate is not coarser', collectTo('candidate')],
    ['%x0: a source reads nothing', changed('x0', { inputs: ['number/age'] })],
    ['has shape [2, -1]', changed('number/age', { type: { dtype: 'float32', shape: [2, -1], rows: at('user') } })],
    ['has shape [0.5]', changed('x0', { type: { dtype: 'float32', shape: [0.5], rows: noRows } })],
    ["%x0: is a second input of port 'number/age'", changed('x0', { attributes: small().ops[0]!.attributes })],
    [
      "has rows of 'gone', no table",
      changed('x0', { type: { dtype: 'float32', shape: [2], rows: tableRows('gone') } }),
    ],
    [
      'has rows at hour on search, but',
      changed('x0', { type: { dtype: 'float32', shape: [], rows: at('hour', 'search') } }),
    ],
    ['%c: has 2 numbers for 3 elements', constant([1, 2], noRows)],
    ['%c: a constant is row-free', constant([1], at('user'))],
    ['%test/sum: reads %gone before it is defined', changed('test/sum', { inputs: ['gone'] })],
    ['states float32[1], float32[3]', splitWith([3])],
    ['its rule gives float32[1], float32[2]', splitWith([2, 2])],
  ])('reports what is wrong: %s', (words, graph) => {
    expect(verify(graph).join('\n')).toContain(words)
  })
})
