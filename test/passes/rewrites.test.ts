import { describe, expect, it } from 'vitest'
import type { Graph, GraphOutput } from '../../src/graph/graph.ts'
import { graphText } from '../../src/graph/text.ts'
import { noRows } from '../../src/graph/types.ts'
import { verify } from '../../src/graph/verify.ts'
import { commonSubexpressions } from '../../src/passes/common-subexpressions.ts'
import { encodeOnHost } from '../../src/passes/encode-on-host.ts'
import { foldConstants } from '../../src/passes/fold-constants.ts'
import { fuseLookups } from '../../src/passes/fuse-lookups.ts'
import { hoistCoarseWork } from '../../src/passes/hoist-coarse-work.ts'
import type { Pass } from '../../src/passes/pass.ts'
import { prune } from '../../src/passes/prune.ts'
import { serving } from '../../src/passes/serving.ts'
import { at, on, World } from '../graph/world.ts'

type Named = Readonly<Record<'name' | 'value', string>>

/** The ops and outputs of a graph before and after a pass, as text without the first line. */
function beforeAndAfter(pass: Pass, build: (world: World) => readonly (GraphOutput | Named)[]) {
  const world = new World(1)
  const before = world.graph(build(world).map((each) => ('kind' in each ? each : { kind: 'value', ...each })))
  const after = pass.run(before)
  expect(verify(before)).toEqual([])
  expect(verify(after)).toEqual([])
  const text = (graph: Graph) =>
    graphText(graph)
      .split('\n')
      .slice(1, -1)
      .map((line) => line.trim())
  return { before: text(before), after: text(after) }
}

const number = (world: World, feature: string, rows = at('user', 'search')) =>
  world.feed({ kind: 'encoded', feature, as: { kind: 'number' } }, 'float32', [], rows, () => 1)

const raw = (world: World, feature: string, dtype: 'float32' | 'int64', part: 'value' | 'length' = 'value') =>
  world.feed({ kind: 'feature', feature, part }, dtype, [], at('user', 'search'), () => 1)

describe('prune', () => {
  it('cuts rows, joins and restricts to the surface', () => {
    const { before, after } = beforeAndAfter(prune(on('search')), (world) => {
      const age = number(world, 'age', at('user'))
      const terms = number(world, 'terms')
      const widened = world.g.join('user', [
        [on('search'), terms],
        [on('home_feed', 'related_pins'), world.g.constant(0)],
      ])
      const both = world.g.spread(world.g.add(age, widened), 'candidate')
      return ['home_feed', 'search'].map((surface) => ({
        kind: 'logit' as const,
        task: 'click',
        surface,
        value: world.g.restrict(both, on(surface)),
      }))
    })
    expect(before).toContain(
      '%test/join: float32[] at user on home_feed+related_pins+search = join(%test/constant, %number/terms) {level: "user", parts: [home_feed+related_pins, search]}',
    )
    expect(after).toEqual([
      '%number/age: float32[] at user on search = input() {port: encoded number/age}',
      '%number/terms: float32[] at user on search = input() {port: encoded number/terms}',
      '%test/add: float32[] at user on search = add(%number/age, %number/terms)',
      '%test/spread: float32[] at candidate on search = spread(%test/add) {level: "candidate"}',
      'output logit/click/search = %test/spread',
    ])
  })
})

describe('encode-on-host', () => {
  it('replaces encodings by inputs', () => {
    const { after } = beforeAndAfter(encodeOnHost, (world) => {
      const { builder } = world
      return [
        ['age', builder.add('number', [raw(world, 'age', 'float32')], { sentinel: -124, default: 0 })],
        ['gone', builder.add('is_missing', [raw(world, 'age', 'float32')], { sentinel: -124 })],
        ['mask', builder.add('sequence_mask', [raw(world, 'pins', 'int64', 'length')], { length: 5 })],
        ['row', builder.add('table_row', [raw(world, 'pin_id', 'int64')], { table: 'pins' })],
      ].map(([name, value]) => ({ name: name!, value: value! }))
    })
    expect(after).toEqual([
      '%mask/pins: float32[5] at user on search = input() {port: encoded mask/pins}',
      '%missing/age: float32[] at user on search = input() {port: encoded missing/age}',
      '%number/age: float32[] at user on search = input() {port: encoded number/age}',
      '%row/pin_id/pins: int32[] at user on search = input() {port: encoded row/pin_id/pins}',
      'output age = %number/age',
      'output gone = %missing/age',
      'output mask = %mask/pins',
      'output row = %row/pin_id/pins',
    ])
  })
})

describe('serving', () => {
  it('drops dropout, and fixes what is served as a constant', () => {
    const pass = serving({ values: new Map([['position', 3]]), rowOf: () => 0 })
    const { after } = beforeAndAfter(pass, (world) => {
      const position = world.builder.add('number', [raw(world, 'position', 'float32')], {
        sentinel: undefined,
        default: 0,
      })
      const port = { kind: 'dropout', path: 'h', rate: 0.5 } as const
      const mask = world.feed(port, 'float32', [], at('user', 'search'), () => 1)
      const age = world.builder.add('dropout', [number(world, 'age'), mask], { rate: 0.5 })
      return [
        { name: 'both', value: world.g.add(world.g.exp(position), age) },
        { name: 'fixed', value: world.g.spread(position, 'candidate') },
      ]
    })
    expect(after).toEqual([
      '%number/age: float32[] at user on search = input() {port: encoded number/age}',
      '%number/constant: float32[] = constant() {data: [3]}',
      '%join: float32[] at candidate on search = join(%number/constant) {level: "candidate", parts: [search]}',
      '%test/exp: float32[] = exp(%number/constant)',
      '%test/add: float32[] at user on search = add(%test/exp, %number/age)',
      'output both = %test/add',
      'output fixed = %join',
    ])
  })
})

describe('fold-constants', () => {
  it('computes what is constant, and drops arithmetic that changes nothing', () => {
    const { after } = beforeAndAfter(foldConstants, (world) => {
      const { g } = world
      const zeros = g.join('user', [[on('search'), g.constant(0, [2])]])
      const folded = g.add(g.exp(zeros), g.constant([1, 2], [2]))
      return [{ name: 'y', value: g.mul(g.add(number(world, 'age'), g.constant(0)), folded) }]
    })
    expect(after).toEqual([
      '%number/age: float32[] at user on search = input() {port: encoded number/age}',
      '%test/add/constant: float32[2] = constant() {data: [2, 3]}',
      '%test/mul: float32[2] at user on search = mul(%number/age, %test/add/constant)',
      'output y = %test/mul',
    ])
  })
  it('keeps x * 0, which is NaN where x is', () => {
    const { before, after } = beforeAndAfter(foldConstants, (world) => [
      { name: 'y', value: world.g.scale(number(world, 'age'), 0) },
    ])
    expect(after).toEqual(before)
  })
})

describe('common-subexpressions', () => {
  it('merges equal ops, sums and products in either order', () => {
    const { after } = beforeAndAfter(commonSubexpressions, (world) => {
      const [a, b] = [number(world, 'a'), number(world, 'b')]
      return [{ name: 'y', value: world.g.sub(world.g.exp(world.g.add(a, b)), world.g.exp(world.g.add(b, a))) }]
    })
    expect(after).toEqual([
      '%number/a: float32[] at user on search = input() {port: encoded number/a}',
      '%number/b: float32[] at user on search = input() {port: encoded number/b}',
      '%test/add: float32[] at user on search = add(%number/a, %number/b)',
      '%test/exp: float32[] at user on search = exp(%test/add)',
      '%test/sub: float32[] at user on search = sub(%test/exp, %test/exp)',
      'output y = %test/sub',
    ])
  })
  it('keeps a - b and b - a apart, and what ties tell apart', () => {
    const { before, after } = beforeAndAfter(commonSubexpressions, (world) => {
      const [a, b] = [number(world, 'a'), number(world, 'b')]
      return (['sub', 'div', 'maximum'] as const).flatMap((kind) => [
        { name: `${kind} of a and b`, value: world.g[kind](a, b) },
        { name: `${kind} of b and a`, value: world.g[kind](b, a) },
      ])
    })
    expect(after).toEqual(before)
  })
  it('distinguishes 0 from NaN and -0, and one shape from another', () => {
    const { before, after } = beforeAndAfter(commonSubexpressions, (world) => {
      const { g } = world
      return [g.constant(0), g.constant(Number.NaN), g.constant(0, [1]), g.constant(-0)].map((value, i) => ({
        name: `y${i}`,
        value,
      }))
    })
    expect(after).toEqual(before)
  })
})

describe('ops of several results', () => {
  const wide = (world: World) =>
    world.feed(
      { kind: 'encoded', feature: 'wide', as: { kind: 'number' } },
      'float32',
      [3],
      at('user', 'search'),
      () => 1,
    )
  it('are merged with all their results', () => {
    const { after } = beforeAndAfter(commonSubexpressions, (world) => {
      const { g } = world
      const [[a], [, b]] = [g.split(wide(world), 0, [1, 2]), g.split(wide(world), 0, [1, 2])]
      return [{ name: 'y', value: g.concat([b!, a!], 0) }]
    })
    expect(after).toEqual([
      '%number/wide: float32[3] at user on search = input() {port: encoded number/wide}',
      '%test/split: float32[1] at user on search, %test/split.1: float32[2] at user on search = split(%number/wide) {axis: 0, sizes: [1, 2]}',
      '%test/concat: float32[3] at user on search = concat(%test/split.1, %test/split) {axis: 0}',
      'output y = %test/concat',
    ])
  })
  it('move above a spread with all their results', () => {
    const { after } = beforeAndAfter(hoistCoarseWork, (world) => {
      const [a, b] = world.g.split(world.g.spread(wide(world), 'candidate'), 0, [1, 2])
      return [
        { name: 'a', value: a! },
        { name: 'b', value: b! },
      ]
    })
    expect(after).toEqual([
      '%number/wide: float32[3] at user on search = input() {port: encoded number/wide}',
      '%test/split/split: float32[1] at user on search, %test/split/split.1: float32[2] at user on search = split(%number/wide) {axis: 0, sizes: [1, 2]}',
      '%test/split/spread: float32[1] at candidate on search = spread(%test/split/split) {level: "candidate"}',
      '%test/split/spread_1: float32[2] at candidate on search = spread(%test/split/split.1) {level: "candidate"}',
      'output a = %test/split/spread',
      'output b = %test/split/spread_1',
    ])
  })
  it('are cut to a surface with all their results', () => {
    const { after } = beforeAndAfter(prune(on('search')), (world) => {
      const both = world.feed(
        { kind: 'encoded', feature: 'wide', as: { kind: 'number' } },
        'float32',
        [3],
        at('user', 'home_feed', 'search'),
        () => 1,
      )
      return [{ name: 'y', value: world.g.split(both, 0, [1, 2])[1]! }]
    })
    expect(after[1]).toBe(
      '%test/split: float32[1] at user on search, %test/split.1: float32[2] at user on search = split(%number/wide) {axis: 0, sizes: [1, 2]}',
    )
  })
})

describe('fuse-lookups', () => {
  it('gathers once for a table and level', () => {
    const { after } = beforeAndAfter(fuseLookups, (world) => {
      const table = world.table('pins', 4, 8)
      const row = (feature: string, shape: readonly number[]) =>
        world.feed(
          { kind: 'encoded', feature, as: { kind: 'row', table: 'pins' } },
          'int32',
          shape,
          at('user', 'search'),
          () => 1,
        )
      return [
        { name: 'last', value: world.g.lookup(table, row('last', [])) },
        { name: 'recent', value: world.g.lookup(table, row('recent', [2])) },
      ]
    })
    const scope = 'fused.table/pins.at.user.on.search'
    expect(after).toEqual([
      '%rows/pins/last+1: int32[3] at user on search = input() {port: encoded_rows rows/pins/last+1}',
      '%table/pins: float32[8] per row of pins = input() {port: table table/pins}',
      `%${scope}/lookup: float32[3, 8] at user on search = lookup(%table/pins, %rows/pins/last+1)`,
      `%${scope}/split: float32[1, 8] at user on search, %${scope}/split.1: float32[2, 8] at user on search = split(%${scope}/lookup) {axis: 0, sizes: [1, 2]}`,
      `%${scope}/reshape: float32[8] at user on search = reshape(%${scope}/split) {shape: [8]}`,
      `output last = %${scope}/reshape`,
      `output recent = %${scope}/split.1`,
    ])
  })
  it('encodes the raw values of a table side by side, at once', () => {
    const { after } = beforeAndAfter(fuseLookups, (world) => {
      const table = world.table('pins', 4, 8)
      const row = (feature: string) => world.builder.add('table_row', [raw(world, feature, 'int64')], { table: 'pins' })
      return ['a', 'b'].map((name) => ({ name, value: world.g.lookup(table, row(name)) }))
    })
    const scope = 'fused.table/pins.at.user.on.search'
    expect(after).toContain(
      `%${scope}/concat: int64[2] at user on search = concat(%${scope}/reshape, %${scope}/reshape_1) {axis: 0}`,
    )
    expect(after).toContain(
      `%${scope}/table_row: int32[2] at user on search = table_row(%${scope}/concat) {table: "pins"}`,
    )
    expect(after.filter((line) => line.includes('= table_row('))).toHaveLength(1)
    expect(after.filter((line) => line.includes('= lookup('))).toHaveLength(1)
  })
})

describe('hoist-coarse-work', () => {
  it('moves work above its spread', () => {
    const { before, after } = beforeAndAfter(hoistCoarseWork, (world) => {
      const { g } = world
      const wide = g.spread(number(world, 'age'), 'candidate')
      const w = world.feed({ kind: 'hyper', name: 'w' }, 'float32', [], noRows, () => 1)
      return [{ name: 'y', value: g.add(g.tanh(g.mul(wide, w)), number(world, 'position', at('candidate', 'search'))) }]
    })
    expect(before).toContain('%test/tanh: float32[] at candidate on search = tanh(%test/mul)')
    expect(after).toEqual([
      '%hyper/w: float32[] = input() {port: hyper hyper/w}',
      '%number/age: float32[] at user on search = input() {port: encoded number/age}',
      '%number/position: float32[] at candidate on search = input() {port: encoded number/position}',
      '%test/mul/mul: float32[] at user on search = mul(%number/age, %hyper/w)',
      '%test/tanh/tanh: float32[] at user on search = tanh(%test/mul/mul)',
      '%test/tanh/spread: float32[] at candidate on search = spread(%test/tanh/tanh) {level: "candidate"}',
      '%test/add: float32[] at candidate on search = add(%test/tanh/spread, %number/position)',
      'output y = %test/add',
    ])
  })
  it('stops at the coarsest level below all that an op reads', () => {
    const { after } = beforeAndAfter(hoistCoarseWork, (world) => {
      const spread = (feature: string, level: string) =>
        world.g.spread(number(world, feature, at(level, 'search')), 'candidate')
      return [{ name: 'y', value: world.g.mul(spread('u', 'user'), spread('r', 'request')) }]
    })
    expect(after.slice(2)).toEqual([
      '%test/mul/spread: float32[] at request on search = spread(%number/u) {level: "request"}',
      '%test/mul/mul: float32[] at request on search = mul(%test/mul/spread, %number/r)',
      '%test/mul/spread_1: float32[] at candidate on search = spread(%test/mul/mul) {level: "candidate"}',
      'output y = %test/mul/spread_1',
    ])
  })
})
