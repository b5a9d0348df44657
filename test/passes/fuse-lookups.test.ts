import fc from 'fast-check'
import { expect, it } from 'vitest'
import { evaluateGraph } from '../../src/graph/evaluate-graph.ts'
import type { Port } from '../../src/graph/ports.ts'
import { noRows } from '../../src/graph/types.ts'
import { verify } from '../../src/graph/verify.ts'
import { fuseLookups } from '../../src/passes/fuse-lookups.ts'
import { stackedFeeds } from '../graph/stacked-feeds.ts'
import { at, World } from '../graph/world.ts'

it('an index that alone is encoded by the host keeps its input, beside one that the graph computes', () => {
  const world = new World(1)
  const { g } = world
  const table = world.table('ads', 5, 2)
  const port = { kind: 'encoded', feature: 'ad', as: { kind: 'row', table: 'ads' } } as const
  const encoded = world.feed(port, 'int32', [2], at('user'), () => world.integer(5))
  const given = world.feed({ kind: 'hyper', name: 'given' }, 'int32', [], at('user'), () => 1)
  const graph = world.graph([
    { kind: 'value', name: 'given', value: g.lookup(table, given) },
    { kind: 'value', name: 'encoded', value: g.lookup(table, encoded) },
  ])
  const fused = fuseLookups.run(graph)
  expect(verify(fused)).toEqual([])
  const inputs = fused.ops.flatMap((op) => (op.kind === 'input' ? [op.id] : []))
  expect(inputs.toSorted()).toEqual([given, encoded, table].toSorted())
  expect(fused.ops.filter(({ kind }) => kind === 'lookup')).toHaveLength(1)
  expect(evaluateGraph(fused, world.feeds, world.rows)).toEqual(evaluateGraph(graph, world.feeds, world.rows))
})

it('each lookup of a group gets its own entries, in whatever order ids come in: encoded by the host, raw, computed', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(['host', 'host 2', 'raw', 'raw 2', 'computed', 'computed 2'], { minLength: 1 }),
      (names) => {
        const world = new World(1)
        const { g } = world
        const table = world.table('ads', 9, 2)
        const outputs = names.map((name, i) => {
          const shape = i % 2 === 0 ? [] : [1 + i]
          return { kind: 'value', name, value: g.lookup(table, indexOf(world, name, shape)) } as const
        })
        const graph = world.graph(outputs)
        const fused = fuseLookups.run(graph)
        expect(verify(fused)).toEqual([])
        // In place of a hash.
        const rows = { ...world.rows, rowOf: (_: string, id: bigint | string) => Number(id) % 9 }
        expect(evaluateGraph(fused, stackedFeeds(fused, world.feeds), rows)).toEqual(
          evaluateGraph(graph, world.feeds, rows),
        )
      },
    ),
  )
})

/** Rows of the table of ads, as the first word of the name has them. */
function indexOf(world: World, name: string, shape: readonly number[]): string {
  const [kind] = name.split(' ')
  const feed = (port: Port, dtype: 'int32' | 'int64', end: number) =>
    world.feed(port, dtype, shape, at('user'), () => world.integer(end))
  const row = { kind: 'row', table: 'ads' } as const
  if (kind === 'host') return feed({ kind: 'encoded', feature: name, as: row }, 'int32', 9)
  if (kind === 'computed') return feed({ kind: 'hyper', name }, 'int32', 9)
  const raw = feed({ kind: 'feature', feature: name, part: 'value' }, 'int64', 1000)
  return world.builder.add('table_row', [raw], { table: 'ads' })
}

it('leaves lookups of a matrix alone that is no table', () => {
  const world = new World(1)
  const { g } = world
  const matrix = world.value([4, 3])
  const index = (name: string) => world.feed({ kind: 'hyper', name }, 'int32', [], noRows, () => world.integer(4))
  const graph = world.graph(['a', 'b'].map((name) => ({ kind: 'value', name, value: g.lookup(matrix, index(name)) })))
  expect(fuseLookups.run(graph)).toBe(graph)
})
