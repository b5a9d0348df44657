import { describe, expect, it } from 'vitest'
import { evaluateGraph } from '../../../src/graph/evaluate-graph.ts'
import { leastInt64 } from '../../../src/graph/missing.ts'
import { mixId } from '../../../src/graph/mix.ts'
import { noRows } from '../../../src/graph/types.ts'
import { verify } from '../../../src/graph/verify.ts'
import { at, on, World } from '../world.ts'

/** Evaluates one value of a world, its elements as an array. */
function evaluated(build: (world: World) => string, prepare: (world: World) => void = () => {}): readonly number[] {
  const world = new World(1)
  const value = build(world)
  prepare(world)
  const graph = world.graph([{ kind: 'value', name: 'y', value }])
  expect(verify(graph)).toEqual([])
  return Array.from(evaluateGraph(graph, world.feeds, world.rows).get('y')!.data)
}

const vector = (world: World, ...numbers: readonly number[]) => world.g.constant(numbers, [numbers.length])

/** A float feed at some rows, its elements 1, 2, 3, ... */
function counted(world: World, shape: readonly number[], rows: ReturnType<typeof at>): string {
  let next = 1
  const port = { kind: 'encoded', feature: `f${world.feeds.size}`, as: { kind: 'number' } } as const
  return world.feed(port, 'float32', shape, rows, () => next++)
}

describe('closed forms', () => {
  it.each([
    ['exp', [0, Math.log(2)], [1, 2]],
    ['log', [1, Math.E ** 3], [0, 3]],
    ['log1p', [0, 1e-18], [0, 1e-18]],
    ['sqrt', [4, 0], [2, 0]],
    ['abs', [-3, 3], [3, 3]],
    ['tanh', [0, Math.log(3)], [0, 0.8]],
    ['relu', [-1, 2], [0, 2]],
    ['positive', [-1, 0, 2], [0, 0, 1]],
    ['sigmoid', [0, Math.log(3), -1000, 1000], [0.5, 0.75, 0, 1]],
    ['softplus', [0, -1000, 1000], [Math.LN2, 0, 1000]],
    // Abramowitz and Stegun, table 7.1 and 7.1.10.
    ['erf', [0, 0.5, 1, 2, -1, 3], [0, 0.5204998778, 0.8427007929, 0.995322265, -0.8427007929, 0.9999779095]],
    // x Phi(x) with Phi(1) = 0.8413447461 (their table 26.1).
    ['gelu', [0, 1, -1], [0, 0.8413447461, -0.1586552539]],
    ['softmax', [0, Math.log(2), Math.log(5)], [1 / 8, 2 / 8, 5 / 8]],
  ] as const)('%s', (kind, x, y) => {
    const values = evaluated((world) => world.g[kind](vector(world, ...x)))
    expect(values).toHaveLength(y.length)
    y.forEach((expected, i) => {
      expect(values[i]).toBeCloseTo(expected, 9)
    })
  })

  it.each([
    [2, [-3, 0, 1.5], [9, 0, 2.25]],
    [3, [-2, 0, 2], [-8, 0, 8]],
    [0.5, [0, 4, 9], [0, 2, 3]],
    [-1, [-2, 4, 0.5], [-0.5, 0.25, 2]],
    [-1.5, [4, 1], [0.125, 1]],
  ] as const)('pow with exponent %d', (exponent, x, y) => {
    expect(evaluated((world) => world.g.pow(vector(world, ...x), exponent))).toEqual([...y])
  })

  it('the larger and the smaller, a row-free scalar with each element', () => {
    const of = (kind: 'maximum' | 'minimum') =>
      evaluated((world) => world.builder.add(kind, [vector(world, -1, 2, 5), world.g.constant(2)], {}))
    expect([of('maximum'), of('minimum')]).toEqual([
      [2, 2, 5],
      [-1, 2, 2],
    ])
  })

  it('lengths of lists that differ in what is kept', () => {
    const of = (a: number, b: number) =>
      evaluated((world) => {
        const length = (name: string, value: number) =>
          world.feed({ kind: 'feature', feature: name, part: 'length' }, 'int64', [], at('candidate'), () => value)
        return world.builder.add('parallel_fault', [length('a', a), length('b', b)], { kept: 3 })
      })[0]
    expect([of(2, 2), of(-1, 0), of(3, 9), of(2, 3), of(-1, 1)]).toEqual([0, 0, 0, Number.NaN, Number.NaN])
  })

  it('a comparison is 1 or 0, and 0 of what is not a number', () => {
    const { NaN: none, POSITIVE_INFINITY: infinite } = Number
    const of = (kind: 'less' | 'less_equal' | 'equal') =>
      evaluated((world) =>
        world.builder.add(kind, [vector(world, 1, 2, 3, none, infinite), vector(world, 2, 2, 2, none, infinite)], {}),
      )
    expect([of('less'), of('less_equal'), of('equal')]).toEqual([
      [1, 0, 0, 0, 0],
      [1, 1, 0, 0, 1],
      [0, 1, 0, 0, 1],
    ])
  })

  it('softmax does not overflow', () => {
    expect(evaluated((world) => world.g.softmax(vector(world, 1000, 1000)))).toEqual([0.5, 0.5])
  })

  it('matmul multiplies the last two axes, batch by batch', () => {
    const left = (world: World) => world.g.constant([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2])
    const right = (world: World) => world.g.constant([1, 0, 0, 1, 0, 1, 1, 0], [2, 2, 2])
    expect(evaluated((world) => world.g.matmul(left(world), right(world)))).toEqual([1, 2, 3, 4, 6, 5, 8, 7])
    expect(evaluated((world) => world.g.matmul(vector(world, 1, 10), world.g.constant([1, 2, 3, 4], [2, 2])))).toEqual([
      31, 42,
    ])
  })

  it('reduces, moves and cuts axes', () => {
    const x = (world: World) => world.g.constant([1, 2, 3, 4, 5, 6], [2, 3])
    expect(evaluated((world) => world.g.sum(x(world), [0]))).toEqual([5, 7, 9])
    expect(evaluated((world) => world.g.sum(x(world), [0, 1]))).toEqual([21])
    expect(evaluated((world) => world.g.mean(x(world), [1]))).toEqual([2, 5])
    expect(evaluated((world) => world.g.max(x(world), 0))).toEqual([4, 5, 6])
    expect(evaluated((world) => world.g.transpose(x(world), [1, 0]))).toEqual([1, 4, 2, 5, 3, 6])
    expect(evaluated((world) => world.g.slice(x(world), 1, 1, 3))).toEqual([2, 3, 5, 6])
    expect(evaluated((world) => world.g.concat([x(world), world.g.constant(0, [2, 1])], 1))).toEqual([
      1, 2, 3, 0, 4, 5, 6, 0,
    ])
    expect(evaluated((world) => world.g.broadcast(vector(world, 1, 2), [2, 2]))).toEqual([1, 2, 1, 2])
    const ties = (world: World) => world.g.constant([3, 3, 1, 1, 2, 2], [2, 3])
    expect(evaluated((world) => world.g.firstMax(ties(world), world.g.max(ties(world), 1), 1))).toEqual([
      1, 0, 0, 0, 1, 0,
    ])
  })
})

// The batch of world.ts: home_feed users 1 1 2 1, related_pins 1, search 3 1 3; its user groups are 1 2 | 1 | 3 1.
describe('rows', () => {
  it('spread reads the coarser group', () => {
    const spread = (world: World) => world.g.spread(counted(world, [], at('user')), 'candidate')
    expect(evaluated(spread)).toEqual([1, 1, 2, 1, 3, 4, 5, 4])
  })
  it('collect sums the finer groups', () => {
    const collect = (world: World) => world.g.collect(counted(world, [], at('candidate')), 'user')
    expect(evaluated(collect)).toEqual([1 + 2 + 4, 3, 5, 6 + 8, 7])
  })
  it('restrict cuts the rows of some surfaces out', () => {
    const restrict = (world: World) => world.g.restrict(counted(world, [2], at('user')), on('home_feed', 'search'))
    expect(evaluated(restrict)).toEqual([1, 2, 3, 4, 7, 8, 9, 10])
  })
  it('join orders rows by surface and repeats what is row-free', () => {
    const join = (world: World) =>
      world.g.join('user', [
        [on('home_feed', 'search'), counted(world, [], at('user', 'home_feed', 'search'))],
        [on('related_pins'), world.g.constant(9)],
      ])
    expect(evaluated(join)).toEqual([1, 2, 9, 3, 4])
  })
  it('total sums all rows, contract the outer products', () => {
    expect(evaluated((world) => world.g.total(counted(world, [2], at('user', 'home_feed'))))).toEqual([1 + 3, 2 + 4])
    const contract = (world: World) => {
      const x = counted(world, [2], at('user', 'home_feed'))
      return world.g.contract(x, x)
    }
    expect(evaluated(contract)).toEqual([1 + 9, 2 + 12, 2 + 12, 4 + 16])
  })
  it('lookup reads entries, scatter adds them up', () => {
    const index = (world: World) => world.feed({ kind: 'hyper', name: 'i' }, 'int32', [2], noRows, () => 1)
    const lookup = (world: World) => world.g.lookup(world.g.constant([1, 2, 3, 4], [2, 2]), index(world))
    expect(evaluated(lookup)).toEqual([3, 4, 3, 4])
    const scatter = (world: World) =>
      world.g.scatter(index(world), world.g.constant([1, 2, 3, 4], [2, 2]), { kind: 'entries', entries: 3 })
    expect(evaluated(scatter)).toEqual([0, 0, 4, 6, 0, 0])
  })
})

describe('encodings of raw features', () => {
  const raw = (world: World, numbers: readonly number[], dtype: 'float32' | 'int64' = 'float32') => {
    let i = 0
    const port = { kind: 'feature', feature: 'raw', part: 'value' } as const
    return world.feed(port, dtype, [], at('user', 'home_feed', 'search'), () => numbers[i++]!)
  }
  it('number fills what is missing, or shows it as NaN', () => {
    const numbers = [1.5, Number.NaN, -124, Number.POSITIVE_INFINITY]
    const filled = (world: World) => world.builder.add('number', [raw(world, numbers)], { sentinel: -124, default: 7 })
    expect(evaluated(filled)).toEqual([1.5, 7, 7, 7])
    const shown = (world: World) =>
      world.builder.add('number', [raw(world, [3, leastInt64, 4, 5], 'int64')], {
        sentinel: undefined,
        default: undefined,
      })
    expect(evaluated(shown)).toEqual([3, Number.NaN, 4, 5])
  })
  it('is_missing is 1 where a number or word is missing', () => {
    const number = (world: World) =>
      world.builder.add('is_missing', [raw(world, [0, Number.NaN, 9, 1])], { sentinel: 9 })
    expect(evaluated(number)).toEqual([0, 1, 1, 0])
    const word = (world: World) =>
      world.builder.add('is_missing', [world.words('w', at('user', 'search'), ['', 'a'])], { sentinel: undefined })
    expect(evaluated(word)).toEqual([1, 0])
  })
  it('sequence_mask marks what a list holds', () => {
    const mask = (world: World) =>
      world.builder.add('sequence_mask', [raw(world, [-1, 0, 2, 3], 'int64')], { length: 3 })
    expect(evaluated(mask)).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 1])
  })
  it('view_index finds a view, or gives the position of an unknown one', () => {
    const view = (world: World) =>
      world.builder.add('view_index', [world.words('view', at('user', 'search'), ['guided', 'grid'])], {
        views: ['results', 'guided'],
      })
    expect(evaluated(view)).toEqual([1, 2])
  })
  it('raw_number fills what is missing with the default, or leaves it missing', () => {
    const filled = (world: World) =>
      world.builder.add('raw_number', [raw(world, [3, leastInt64, 9, 5], 'int64')], { sentinel: 9, default: 4 })
    expect(evaluated(filled)).toEqual([3, 4, 4, 5])
    const left = (world: World) =>
      world.builder.add('raw_number', [raw(world, [1, -3, Number.POSITIVE_INFINITY, 2])], {
        sentinel: -3,
        default: undefined,
      })
    expect(evaluated(left)).toEqual([1, Number.NaN, Number.NaN, 2])
  })
  it('bucket counts the edges that a number is not below', () => {
    const integers = (world: World) =>
      world.builder.add('bucket', [raw(world, [6, 7, 30, leastInt64], 'int64')], { edges: [7, 30] })
    expect(evaluated(integers)).toEqual([0, 1, 2, leastInt64])
    const floats = (world: World) =>
      world.builder.add('bucket', [raw(world, [-1, Math.fround(0.1), Number.NaN, 5])], { edges: [0.1] })
    expect(evaluated(floats)).toEqual([0, 1, leastInt64, 1])
  })
  it('standardize counts deviations above the mean, and does not round integers first', () => {
    const ages = (world: World) =>
      world.builder.add('standardize', [raw(world, [10, 13, Number.NaN, 4])], { mean: 10, deviation: 3 })
    expect(evaluated(ages)).toEqual([0, 1, Number.NaN, -2])
    // A float32 has no number between 2^40 and 2^40 + 131,072.
    const times = (world: World) =>
      world.builder.add('standardize', [raw(world, [2 ** 40, 2 ** 40 + 3, leastInt64, 2 ** 40 - 1], 'int64')], {
        mean: 2 ** 40,
        deviation: 2,
      })
    expect(evaluated(times)).toEqual([0, 1.5, Number.NaN, -0.5])
  })
  it('time_cycle is floored before 1970 too', () => {
    const hours = (world: World) =>
      world.builder.add('time_cycle', [raw(world, [-1, 25, 49, leastInt64], 'int64')], {
        ...{ period: 24, shift: 2, unit: 6 },
      })
    // 23 + 2 is 1 o'clock, 1 + 2 is 3, both in the first quarter of a day.
    expect(evaluated(hours)).toEqual([0, 0, 0, leastInt64])
  })
  it('clamp keeps a number within its bounds', () => {
    const clamped = (world: World) =>
      world.builder.add('clamp', [raw(world, [-2, 0.5, 9, Number.NaN])], { low: 0, high: 1 })
    expect(evaluated(clamped)).toEqual([0, 0.5, 1, Number.NaN])
  })
  it('seconds_between is floored', () => {
    const between = (world: World) => {
      const from = raw(world, [0, 1500, 0, leastInt64], 'int64')
      const to = world.feed(
        { kind: 'feature', feature: 'to', part: 'value' },
        'int64',
        [],
        at('user', 'home_feed', 'search'),
        () => 1000,
      )
      return world.builder.add('seconds_between', [from, to], {})
    }
    expect(evaluated(between)).toEqual([1, -1, 1, leastInt64])
  })
  it('mix_ids mixes the second id with what the first one gives for a seed', () => {
    const [first, second, seed] = [7, 2 ** 40 + 5, 99]
    const mixed = (world: World) => {
      const a = raw(world, [first, leastInt64, 0, 0], 'int64')
      const port = { kind: 'feature', feature: 'b', part: 'value' } as const
      const b = world.feed(port, 'int64', [], at('user', 'home_feed', 'search'), () => second)
      return world.builder.add('mix_ids', [a, b], { seed })
    }
    expect(evaluated(mixed).slice(0, 2)).toEqual([mixId(5, 2 ** 8, mixId(first, 0, seed)), leastInt64])
  })
  it('last_element and count_equal read the steps of a list that are there', () => {
    const steps = [
      [1, 2, 2],
      [5, 9, 9],
      [9, 9, 9],
      [9, 9, 9],
    ].flat()
    const lengths = [3, 1, 0, -1]
    const where = at('user', 'home_feed', 'search')
    const operands = (world: World) => {
      let [i, j] = [0, 0]
      const list = { kind: 'feature', feature: 'list', part: 'value' } as const
      const elements = world.feed(list, 'int64', [3], where, () => steps[i++]!)
      return [elements, world.feed({ ...list, part: 'length' }, 'int64', [], where, () => lengths[j++]!)] as const
    }
    expect(evaluated((world) => world.builder.add('last_element', operands(world), {}))).toEqual([
      ...[2, 5, leastInt64, leastInt64],
    ])
    const counted = (world: World) =>
      world.builder.add('count_equal', [...operands(world), raw(world, [2, 9, 9, 9], 'int64')], {})
    expect(evaluated(counted)).toEqual([2, 0, 0, leastInt64])
  })
  it('status gives the first reason', () => {
    const status = (world: World) => {
      const [a, b] = [raw(world, [1, Number.NaN, 1, Number.NaN]), world.g.constant(Number.NaN)]
      return world.builder.add('status', [a, b], { reasons: [4, 5] })
    }
    expect(evaluated(status)).toEqual([5, 4, 5, 4])
  })
})
