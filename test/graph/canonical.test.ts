import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalOrder } from '../../src/graph/canonical.ts'
import type { Op } from '../../src/graph/graph.ts'
import { naturalOrder } from '../../src/graph/natural-order.ts'
import { noRows } from '../../src/graph/types.ts'
import { World } from './world.ts'

const op = (id: string, inputs: readonly string[]): Op => ({
  id,
  kind: 'add',
  inputs,
  attributes: {},
  type: { dtype: 'float32', shape: [], rows: noRows },
})

/** A random acyclic graph: op i reads some of the ops before it; its name does not depend on its position. */
const graphs = fc
  .uniqueArray(fc.stringMatching(/^[ab](\d{1,2})?[.](\d{1,2})?$/), { minLength: 1, maxLength: 25 })
  .chain((names) =>
    fc
      .tuple(...names.map((_, i) => fc.subarray(names.slice(0, i), { maxLength: Math.min(3, i) })))
      .map((inputs) => names.map((name, i) => op(name, inputs[i]!))),
  )

describe('natural order', () => {
  it('compares runs of digits as numbers', () => {
    const names = ['layer10.w', 'layer2.w', 'layer', 'a1', 'layer2.b', 'a01']
    expect(names.toSorted(naturalOrder())).toEqual(['a01', 'a1', 'layer', 'layer2.b', 'layer2.w', 'layer10.w'])
  })
})

describe('canonical order', () => {
  it('does not depend on the order that ops were built in', () => {
    fc.assert(
      fc.property(graphs, fc.infiniteStream(fc.nat()), (ops, random) => {
        const keys = new Map(ops.map((op) => [op.id, random.next().value as number]))
        const shuffled = ops.toSorted((a, b) => keys.get(a.id)! - keys.get(b.id)!)
        expect(canonicalOrder(shuffled)).toEqual(canonicalOrder(ops))
      }),
    )
  })

  it('is topological', () => {
    fc.assert(
      fc.property(graphs, (ops) => {
        const seen = new Set<string>()
        for (const { id, inputs } of canonicalOrder(ops)) {
          expect(inputs.every((input) => seen.has(input))).toBe(true)
          seen.add(id)
        }
      }),
    )
  })

  it('cut to any set that holds its ancestors, is the order of the set alone', () => {
    fc.assert(
      fc.property(graphs, fc.nat(), (ops, pick) => {
        const kept = new Set([ops[pick % ops.length]!.id])
        for (const { id, inputs } of ops.toReversed()) if (kept.has(id)) for (const input of inputs) kept.add(input)
        const part = ops.filter(({ id }) => kept.has(id))
        const whole = canonicalOrder(ops).filter(({ id }) => kept.has(id))
        expect(whole.map(({ id }) => id)).toEqual(canonicalOrder(part).map(({ id }) => id))
      }),
    )
  })

  it('refuses a cycle', () => {
    expect(() => canonicalOrder([op('a', ['b']), op('b', ['a'])])).toThrow('cycle')
  })
})

it('leaves out what no output reaches, declarations too', () => {
  const world = new World(1)
  const [used, unused] = [world.value([2]), world.value([3])]
  world.g.exp(unused)
  const graph = world.graph([{ kind: 'value', name: 'y', value: world.g.exp(used) }])
  expect(graph.ops.map(({ id }) => id)).toEqual([used, 'test/exp_1'])
  expect(graph.parameters.map(({ name }) => name)).toEqual([used])
})
