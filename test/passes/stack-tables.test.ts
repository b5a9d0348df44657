import fc from 'fast-check'
import { expect, it } from 'vitest'
import { evaluateGraph } from '../../src/graph/evaluate-graph.ts'
import type { Graph } from '../../src/graph/graph.ts'
import { stackNamed } from '../../src/graph/stacks.ts'
import { graphText } from '../../src/graph/text.ts'
import { noRows } from '../../src/graph/types.ts'
import { verify } from '../../src/graph/verify.ts'
import { commonSubexpressions } from '../../src/passes/common-subexpressions.ts'
import { differentiate } from '../../src/passes/differentiate.ts'
import { fuseLookups } from '../../src/passes/fuse-lookups.ts'
import { stackTables } from '../../src/passes/stack-tables.ts'
import { stackedFeeds, stackedRows } from '../graph/stacked-feeds.ts'
import { at, World } from '../graph/world.ts'

const row = (world: World, feature: string, table: string, shape: readonly number[] = [], rows = at('user')) =>
  world.feed({ kind: 'encoded', feature, as: { kind: 'row', table } }, 'int32', shape, rows, () => world.integer(4))

const textOf = (graph: Graph): readonly string[] =>
  graphText(graph)
    .split('\n')
    .slice(1, -1)
    .map((line) => line.trim())

it('looks tables of one width up as one', () => {
  const world = new World(1)
  const { g } = world
  const tables = [world.table('ads', 4, 8), world.table('pins', 4, 8), world.table('words', 4, 3)]
  const entries = ['ads', 'pins', 'words'].map((name, i) => g.lookup(tables[i]!, row(world, `${name}_id`, name)))
  const graph = world.graph(entries.map((value, i) => ({ kind: 'value', name: `y${i}`, value })))
  const fused = fuseLookups.run(stackTables.run(graph))
  expect(verify(fused)).toEqual([])
  const user = 'at user on home_feed+related_pins+search'
  const scope = '%fused.table/dim/8.at.user.on.home_feed+related_pins+search'
  expect(textOf(fused)).toEqual([
    'stack dim/8 = ads, pins',
    `%row/words_id/words: int32[] ${user} = input() {port: encoded row/words_id/words}`,
    `%rows/dim/8/ads_id/ads+1: int32[2] ${user} = input() {port: encoded_rows rows/dim/8/ads_id/ads+1}`,
    '%table/dim/8: float32[8] per row of dim/8 = input() {port: table table/dim/8}',
    `${scope}/lookup: float32[2, 8] ${user} = lookup(%table/dim/8, %rows/dim/8/ads_id/ads+1)`,
    `${scope}/split: float32[1, 8] ${user}, ${scope}/split.1: float32[1, 8] ${user} = split(${scope}/lookup) {axis: 0, sizes: [1, 1]}`,
    `${scope}/reshape: float32[8] ${user} = reshape(${scope}/split) {shape: [8]}`,
    `${scope}/reshape_1: float32[8] ${user} = reshape(${scope}/split.1) {shape: [8]}`,
    '%table/words: float32[3] per row of words = input() {port: table table/words}',
    `%test/lookup_2: float32[3] ${user} = lookup(%table/words, %row/words_id/words)`,
    `output y0 = ${scope}/reshape`,
    `output y1 = ${scope}/reshape_1`,
    'output y2 = %test/lookup_2',
  ])
  expect(fused.tables.map(({ name }) => name)).toEqual(['ads', 'pins', 'words'])
})

it('leaves a table alone that something else reads, and one whose rows are not encoded', () => {
  const world = new World(1)
  const { g } = world
  const [a, b, c] = [world.table('a', 4, 8), world.table('b', 4, 8), world.table('c', 4, 8)]
  const positions = world.feed({ kind: 'hyper', name: 'at' }, 'int32', [2], noRows, () => 0)
  const graph = world.graph([
    { kind: 'value', name: 'a', value: g.lookup(a, row(world, 'a_id', 'a')) },
    { kind: 'value', name: 'all_of_a', value: g.mul(a, g.constant(2)) },
    { kind: 'value', name: 'b', value: g.lookup(b, row(world, 'b_id', 'b')) },
    { kind: 'value', name: 'c', value: g.lookup(c, positions) },
  ])
  expect(textOf(stackTables.run(graph))).toEqual(textOf(graph))
})

it('leaves tables alone where one is read at the rows of another: a row would count from the wrong table', () => {
  const world = new World(1)
  const { g } = world
  const [a, b] = [world.table('a', 4, 8), world.table('b', 4, 8)]
  const graph = world.graph([
    { kind: 'value', name: 'a', value: g.lookup(a, row(world, 'x', 'b')) },
    { kind: 'value', name: 'b', value: g.lookup(b, row(world, 'y', 'b')) },
  ])
  expect(textOf(stackTables.run(graph))).toEqual(textOf(graph))
})

it('leaves a table alone whose rows something else reads: they would count from the beginning of the stack', () => {
  const world = new World(1)
  const { g } = world
  const [a, b, c] = ['a', 'b', 'c'].map((name) => world.table(name, 4, 8))
  const rows = row(world, 'a_id', 'a', [1])
  const graph = world.graph([
    { kind: 'value', name: 'a', value: g.lookup(a!, rows) },
    { kind: 'value', name: 'twice', value: g.concat([rows, rows], 0) },
    { kind: 'value', name: 'b', value: g.lookup(b!, row(world, 'b_id', 'b')) },
    { kind: 'value', name: 'c', value: g.lookup(c!, row(world, 'c_id', 'c')) },
  ])
  expect(stackTables.run(graph).stacks).toEqual([{ name: 'dim/8', tables: ['b', 'c'] }])
})

it('leaves a table alone that no gradient reaches: it would decay with the others', () => {
  const world = new World(1)
  const { g } = world
  const [a, b, c] = ['a', 'b', 'c'].map((name) => g.lookup(world.table(name, 4, 8), row(world, `${name}_id`, name)))
  const fixed = world.builder.add('stop_gradient', [c!], {})
  const logit = g.sum(g.add(g.add(a!, b!), fixed), [0])
  const graph = world.graph([{ kind: 'logit', task: 'click', surface: 'search', value: logit }])
  expect(stackTables.run(graph).stacks).toEqual([{ name: 'dim/8', tables: ['a', 'b'] }])
})

/** Features of four tables, three of them as wide, at two levels; the loss reads each. */
function model(seed: number) {
  const world = new World(seed)
  const { g } = world
  const names = ['a', 'b', 'c', 'd']
  const tables = names.map((name, i) => world.table(name, 4 + i, i === 3 ? 2 : 3))
  const terms = Array.from({ length: 3 + world.integer(6) }, (_, i) => {
    const table = world.integer(4)
    const level = world.integer(2) === 0 ? 'user' : 'candidate'
    const index = row(
      world,
      `id${i}`,
      names[table]!,
      world.integer(2) === 0 ? [] : [2],
      at(level, 'home_feed', 'search'),
    )
    const entry = g.lookup(tables[table]!, index)
    const shape = g.shapeOf(entry)
    const axes = shape.map((_, axis) => axis)
    return g.total(g.sum(g.mul(g.tanh(entry), world.value(shape)), axes))
  })
  const graph = world.graph([{ kind: 'loss', value: terms.reduce((sum, term) => g.add(sum, term)) }])
  return { world, graph: commonSubexpressions.run(graph) }
}

it('has the loss and the gradients of tables that stand apart, to the bit', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const { world, graph } = model(seed)
      const apart = differentiate.run(fuseLookups.run(graph))
      const stacked = differentiate.run(fuseLookups.run(stackTables.run(graph)))
      expect(verify(stacked)).toEqual([])
      const valuesOf = (of: Graph) => evaluateGraph(of, stackedFeeds(of, world.feeds), stackedRows(of, world.rows))
      const [expected, found] = [valuesOf(apart), valuesOf(stacked)]
      const rowsOf = (table: string): number => world.rows.tableRows(table)
      // Of each table its rows of the stack's gradient; zero for what no term reads.
      for (const [name, { data }] of found) {
        const stack = /^gradient\/table\/(dim\/\d+)$/.exec(name)?.[1]
        if (stack === undefined) {
          expect([...data], name).toEqual([...expected.get(name)!.data])
          continue
        }
        const { tables } = stackNamed(stacked.stacks, stack)
        const apartOf = tables.flatMap((table) => [
          ...(expected.get(`gradient/table/${table}`)?.data ?? new Float64Array(3 * rowsOf(table))),
        ])
        expect([...data], name).toEqual(apartOf)
      }
      expect(found.get('loss')!.data[0]).toBe(expected.get('loss')!.data[0])
    }),
    { numRuns: 60 },
  )
})
