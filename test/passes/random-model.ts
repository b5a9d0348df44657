import { evaluateGraph } from '../../src/graph/evaluate-graph.ts'
import type { Graph } from '../../src/graph/graph.ts'
import { pickRows } from '../../src/graph/pick-rows.ts'
import { portName } from '../../src/graph/ports.ts'
import type { ReferenceTensor } from '../../src/graph/reference.ts'
import type { SurfaceSet } from '../../src/graph/surfaces.ts'
import { levelRows, sameShape } from '../../src/graph/types.ts'
import { stackedFeeds } from '../graph/stacked-feeds.ts'
import { at, on, surfaces, World } from '../graph/world.ts'

/**
 * A random forward graph over the batch of world.ts: numbers and looked-up entries at several levels, some twenty ops on drawn
 * operands (aligned by restrict and spread, as the language does), dropout, an `else zeros`, and two tasks' logits by surface.
 */
export function randomModel(seed: number): { readonly world: World; readonly graph: Graph } {
  const world = new World(seed)
  const { g } = world
  const draw = <T>(choices: readonly T[]): T => choices[world.integer(choices.length)]!
  const levelsDrawn = ['user', 'request', 'ad', 'candidate']

  const table = world.table('shared', 6, 3)
  const pool: string[] = [g.constant(0), g.constant(1), g.constant([1, 2, 3], [3])]
  for (let i = 0; i < 4; i++) {
    const rows = at(draw(levelsDrawn))
    const port = { kind: 'encoded', feature: `id${i}`, as: { kind: 'row', table: 'shared' } } as const
    const index = world.feed(port, 'int32', draw([[], [2]]), rows, () => world.integer(6))
    const entries = g.lookup(table, index)
    pool.push(g.typeOf(entries).shape.length === 2 ? g.mean(entries, [0]) : entries)
    const number = { kind: 'encoded', feature: `number${i}`, as: { kind: 'number' } } as const
    pool.push(world.feed(number, 'float32', [], rows, world.signed))
  }
  const one = world.feed(
    { kind: 'encoded', feature: 'terms', as: { kind: 'number' } },
    'float32',
    [3],
    at('request', 'search'),
    world.signed,
  )
  pool.push(
    g.join('request', [
      [on('search'), one],
      [on('home_feed', 'related_pins'), g.constant(0, [3])],
    ]),
  )

  const aligned = (values: readonly string[]): readonly string[] => {
    const level = values.reduce<string | undefined>((found, value) => {
      const { rows } = g.typeOf(value)
      if (rows.kind !== 'level') return found
      return found === undefined ? rows.level : levelsOf.meet(found, rows.level)
    }, undefined)
    return level === undefined ? values : values.map((value) => g.spread(value, level))
  }
  const levelsOf = world.graph([]).levels
  for (let i = 0; i < 20; i++) {
    const [a, b] = aligned([draw(pool), draw(pool)]) as [string, string]
    const vectorA = sameShape(g.shapeOf(a), [3])
    const made = draw<() => string>([
      () => g.add(a, b),
      () => g.mul(a, b),
      () => g.sub(a, b),
      () => g.tanh(a),
      () => g.relu(a),
      () => g.sigmoid(a),
      () => (vectorA ? g.matmul(a, world.value([3, 3])) : g.softplus(a)),
      () => (vectorA ? g.softmax(a) : g.scale(a, 0.5)),
      () => g.tanh(g.add(a, g.constant(0))),
      () => dropped(world, a, i),
    ])()
    pool.push(g.tanh(made))
  }
  const outputs = ['click', 'long_click'].flatMap((task) =>
    surfaces.names.map((surface) => {
      const parts = aligned([
        ...pool.slice(-3),
        world.feed(rowPort(task), 'float32', [], at('candidate'), world.signed),
      ])
      const inTower = parts.map((part) => (g.typeOf(part).rows.kind === 'none' ? part : g.restrict(part, on(surface))))
      const flat = inTower.map((part) => (g.shapeOf(part).length > 0 ? part : g.reshape(part, [1])))
      const wide = g.concat(flat, 0)
      const logit = g.reshape(g.matmul(wide, world.value([g.shapeOf(wide)[0]!, 1])), [])
      return { kind: 'logit' as const, task, surface, value: logit }
    }),
  )
  return { world, graph: world.graph(outputs) }
}

const rowPort = (task: string) => ({ kind: 'encoded', feature: `row_${task}`, as: { kind: 'number' } }) as const

function dropped(world: World, x: string, i: number): string {
  const { shape, rows } = world.g.typeOf(x)
  if (rows.kind === 'none') return world.g.exp(x)
  const port = { kind: 'dropout', path: `drop${i}`, rate: 0.5 } as const
  return world.builder.add('dropout', [x, world.feed(port, 'float32', shape, rows, () => 1)], { rate: 0.5 })
}

/** Feeds for a graph that runs on fewer surfaces: their rows alone. */
export function feedsFor(graph: Graph, world: World): ReadonlyMap<string, ReferenceTensor> {
  const feeds = stackedFeeds(graph, world.feeds)
  return new Map(
    graph.ops.flatMap((op) => {
      if (op.kind !== 'input') return []
      const name = portName(op.attributes.port)
      const feed = feeds.get(name)
      return feed
        ? [[name, cut(feed, op.type.rows.kind === 'level' ? op.type.rows.surfaces : undefined, world)] as const]
        : []
    }),
  )
}

function cut(feed: ReferenceTensor, to: SurfaceSet | undefined, world: World): ReferenceTensor {
  const { rows } = feed.type
  if (rows.kind !== 'level' || to === undefined) return feed
  const offsets = world.rows.offsets(rows.level, rows.surfaces)
  const positions = rows.surfaces.names.flatMap((surface, i) =>
    to.has(surface) ? Array.from({ length: offsets[i + 1]! - offsets[i]! }, (_, row) => offsets[i]! + row) : [],
  )
  return pickRows(feed, positions, { ...feed.type, rows: levelRows(rows.level, to) })
}

/** Output name -> numbers. */
export function scores(graph: Graph, world: World): Readonly<Record<string, readonly number[]>> {
  const values = evaluateGraph(graph, feedsFor(graph, world), world.rows)
  return Object.fromEntries([...values].map(([name, { data }]) => [name, Array.from(data)]))
}
