import fc from 'fast-check'
import { expect, it } from 'vitest'
import { evaluateGraph } from '../../src/graph/evaluate-graph.ts'
import { verify } from '../../src/graph/verify.ts'
import { commonSubexpressions } from '../../src/passes/common-subexpressions.ts'
import { differentiate } from '../../src/passes/differentiate.ts'
import { fuseLookups } from '../../src/passes/fuse-lookups.ts'
import { expectCentralDifferences } from '../graph/central-differences.ts'
import { stackedFeeds } from '../graph/stacked-feeds.ts'
import { at, World } from '../graph/world.ts'

/** Features of one table, ids and lists, at two levels; the loss reads each, some twice. */
function model(seed: number) {
  const world = new World(seed)
  const { g } = world
  const table = world.table('shared', 5, 3)
  const terms = Array.from({ length: 2 + world.integer(5) }, (_, i) => {
    const rows = at(world.integer(2) === 0 ? 'user' : 'candidate', 'home_feed', 'search')
    const port = { kind: 'encoded', feature: `id${i}`, as: { kind: 'row', table: 'shared' } } as const
    const entry = g.lookup(
      table,
      world.feed(port, 'int32', world.integer(2) === 0 ? [] : [2], rows, () => world.integer(5)),
    )
    const shape = g.shapeOf(entry)
    const squared = world.integer(2) === 0 ? g.mul(entry, entry) : g.tanh(entry)
    return g.total(
      g.sum(
        g.mul(squared, world.value(shape)),
        shape.map((_, axis) => axis),
      ),
    )
  })
  const graph = world.graph([{ kind: 'loss', value: terms.reduce((sum, term) => g.add(sum, term)) }])
  return { world, graph: commonSubexpressions.run(graph) }
}

const runs = { numRuns: 40 }

it('has the gradients of lookups that stand apart', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const { world, graph } = model(seed)
      const fused = fuseLookups.run(graph)
      const [one, other] = [differentiate.run(graph), differentiate.run(fused)]
      expect(verify(other)).toEqual([])
      const expected = evaluateGraph(one, world.feeds, world.rows)
      const found = evaluateGraph(other, stackedFeeds(other, world.feeds), world.rows)
      expect([...found.keys()]).toEqual([...expected.keys()])
      for (const [name, { data }] of expected)
        found.get(name)!.data.forEach((value, i) => {
          // Sums in another order, in doubles.
          expect(Math.abs(value - data[i]!), name).toBeLessThan(1e-12 * Math.max(1, Math.abs(data[i]!)))
        })
    }),
    runs,
  )
})

it('scatters once for a table and level, and is its central difference', () => {
  for (let seed = 1; seed <= 8; seed++) {
    const { world, graph } = model(seed)
    const fused = fuseLookups.run(graph)
    const levels = new Set(
      graph.ops.flatMap(({ kind, type }) => (kind === 'lookup' && type.rows.kind === 'level' ? [type.rows.level] : [])),
    )
    expect(fused.ops.filter(({ kind }) => kind === 'lookup')).toHaveLength(levels.size)
    expect(differentiate.run(fused).ops.filter(({ kind }) => kind === 'scatter')).toHaveLength(levels.size)
    expect(expectCentralDifferences(fused, stackedFeeds(fused, world.feeds), world.rows)).toContain(
      'gradient/table/shared',
    )
  }
})
