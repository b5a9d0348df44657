import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalGraph, canonicalOrder } from '../../src/graph/canonical.ts'
import type { Op } from '../../src/graph/graph.ts'
import { naturalOrder } from '../../src/graph/natural-order.ts'
import type { Port } from '../../src/graph/ports.ts'
import { noRows, type Rows, tableRows } from '../../src/graph/types.ts'
import { at, World } from './world.ts'

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

  it('takes of the ops that are ready the one of the smallest name', () => {
    const compare = naturalOrder()
    const alone = fc
      .uniqueArray(fc.nat(60), { minLength: 1, maxLength: 60 })
      .map((all) => all.map((i) => op(`c${i}`, [])))
    fc.assert(
      fc.property(graphs, alone, (some, others) => {
        const left = [...some, ...others].toSorted((a, b) => compare(a.id, b.id))
        const taken: string[] = []
        while (left.length > 0) {
          const next = left.findIndex(({ inputs }) => inputs.every((input) => taken.includes(input)))
          taken.push(...left.splice(next, 1).map(({ id }) => id))
        }
        expect(canonicalOrder([...others, ...some]).map(({ id }) => id)).toEqual(taken)
      }),
    )
  })

  it('refuses a cycle', () => {
    expect(() => canonicalOrder([op('a', ['b']), op('b', ['a'])])).toThrow('cycle')
  })

  it('refuses an op that reads what no op gives, and names both', () => {
    expect(() => canonicalOrder([op('a', []), op('b', ['a', 'c'])])).toThrow("'b' reads 'c', which is not there")
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

describe('declarations', () => {
  const stack = { name: 'dim/8', tables: ['stacked', 'below'] }
  const user = at('user')
  const tables = ['unread', 'stacked', 'raw', 'kept', 'gathered', 'encoded', 'below', 'above', 'under', 'alone']
  const declared = {
    tables: tables.map((name) => ({
      name,
      dim: 8,
      rule: { kind: 'hash', rows: 3 } as const,
      initial: { kind: 'zeros' } as const,
    })),
    stacks: [{ name: 'dim/9', tables: ['unread', 'alone'] }, stack, { name: 'dim/4', tables: ['above', 'under'] }],
  }

  /** What is left of the declarations where this is all that a graph reads. */
  function left(port: Port, dtype: 'int32' | 'int64' | 'float32', rows: Rows) {
    const world = new World(1)
    const read = world.g.input(port, { dtype, shape: dtype === 'float32' ? [8] : [], rows })
    const value = dtype === 'int64' ? world.builder.add('table_row', [read], { table: 'raw' }) : read
    const graph = canonicalGraph({ ...world.graph([{ kind: 'value', name: 'y', value }]), ...declared })
    return { tables: graph.tables.map(({ name }) => name), stacks: graph.stacks?.map(({ name }) => name) }
  }

  const encoded: Port = { kind: 'encoded', feature: 'a', as: { kind: 'row', table: 'encoded' } }
  const encodedRows: Port = { kind: 'encoded_rows', stack, features: [{ feature: 'a', table: 'below', size: 1 }] }
  const state: Port = { kind: 'state', of: 'table', name: 'kept', slot: 'accumulator' }
  it.each<[string, ...Parameters<typeof left>, tables: readonly string[], stacks: readonly string[] | undefined]>([
    ['a table', { kind: 'table', table: 'gathered' }, 'float32', tableRows('gathered'), ['gathered'], undefined],
    ["a table's slot", state, 'float32', tableRows('kept'), ['kept'], undefined],
    ["a table's rows of a feature", encoded, 'int32', user, ['encoded'], undefined],
    ['raw ids', { kind: 'feature', feature: 'a', part: 'value' }, 'int64', user, ['raw'], undefined],
    ['a stack', { kind: 'table', table: 'dim/4' }, 'float32', tableRows('dim/4'), ['above', 'under'], ['dim/4']],
    ["a stack's rows of features", encodedRows, 'int32', user, ['below', 'stacked'], ['dim/8']],
  ])('are those of what is read: %s', (_, port, dtype, rows, tables, stacks) => {
    expect(left(port, dtype, rows)).toEqual({ tables, stacks })
  })

  it('are sorted by name', () => {
    const world = new World(1)
    const value = (name: string) =>
      world.g.input({ kind: 'table', table: name }, { dtype: 'float32', shape: [8], rows: tableRows(name) })
    const parameter = (name: string) =>
      world.g.input({ kind: 'parameter', parameter: name }, { dtype: 'float32', shape: [], rows: noRows })
    const read = [value('dim/8'), value('dim/4'), value('raw'), parameter('w2'), parameter('w10'), parameter('b')]
    const graph = canonicalGraph({
      ...world.graph(read.map((value, i) => ({ kind: 'value', name: `y${i}`, value }))),
      ...declared,
      parameters: ['w2', 'w10', 'b'].map((name) => ({ name, shape: [], initial: { kind: 'zeros' } })),
    })
    const names = (of: readonly { readonly name: string }[] | undefined) => of?.map(({ name }) => name)
    expect(names(graph.stacks)).toEqual(['dim/4', 'dim/8'])
    expect(names(graph.tables)).toEqual(['above', 'below', 'raw', 'stacked', 'under'])
    expect(names(graph.parameters)).toEqual(['b', 'w10', 'w2'])
  })
})
