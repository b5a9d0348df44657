import { describe, expect, it } from 'vitest'
import type { Graph, Op } from '../../src/graph/graph.ts'
import { graphText } from '../../src/graph/text.ts'
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
    ['states float32[1], float32[3]', splitWith([3])],
    ['its rule gives float32[1], float32[2]', splitWith([2, 2])],
  ])('reports what is wrong: %s', (words, graph) => {
    expect(verify(graph).join('\n')).toContain(words)
  })
})
