import { describe, expect, it } from 'vitest'
import { algebra } from '../../../src/graph/algebra.ts'
import { isMismatch } from '../../../src/graph/define-op.ts'
import { evaluateGraph, fromHost } from '../../../src/graph/evaluate-graph.ts'
import type { OpAttributes, OpKind } from '../../../src/graph/graph.ts'
import { opTable } from '../../../src/graph/ops/table.ts'
import type { ReferenceTensor } from '../../../src/graph/reference.ts'
import { resultsOf } from '../../../src/graph/results.ts'
import { opType } from '../../../src/graph/typed-op.ts'
import { noRows, type Rows, sameRows, type ValueType } from '../../../src/graph/types.ts'
import { differentiate } from '../../../src/passes/differentiate.ts'
import { draw, environment, randomNumbers } from '../../emit/onnx/batch.ts'
import { type AnyCase, cases } from '../../emit/onnx/cases.ts'
import { World } from '../world.ts'

const kinds = Object.keys(cases).sort() as readonly Exclude<OpKind, 'input' | 'constant'>[]
const casesOf = (kind: keyof typeof cases): readonly AnyCase[] => cases[kind]
const resultOf = (kind: OpKind, { inputs, attributes }: AnyCase): ValueType => {
  const type = opType(kind, inputs, attributes as OpAttributes[typeof kind])
  if (isMismatch(type)) throw new Error(`${kind}: ${type.mismatch}`)
  return type
}

/** Rows that operands bring: of a level; a table's rows are entries, which an index chooses from. */
const rowsOf = (types: readonly ValueType[]): Rows => types.find(({ rows }) => rows.kind === 'level')?.rows ?? noRows

const evaluate = (kind: OpKind, { attributes }: AnyCase, type: ValueType, inputs: readonly ReferenceTensor[]) =>
  opTable[kind].evaluate(
    inputs,
    // A case's attributes are those of its kind.
    { id: kind, kind, inputs: [], attributes, type } as unknown as never,
    environment,
  )

const operands = ({ inputs, draw: how = 'any' }: AnyCase, constant?: number): ReferenceTensor[] => {
  const random = randomNumbers(3)
  return inputs.map((type) => {
    const value = fromHost(type, draw(type, how, random, environment))
    return constant === undefined || type.dtype !== 'float32' ? value : { ...value, data: value.data.fill(constant) }
  })
}

/** The operand with its rows in the reverse order; a table's entries stay, their index moves. */
function reversed(value: ReferenceTensor): ReferenceTensor {
  if (value.type.rows.kind !== 'level') return value
  const size = value.rows === 0 ? 0 : value.data.length / value.rows
  const at = Array.from({ length: value.data.length }, (_, i) => {
    const row = Math.floor(i / size)
    return (value.rows - 1 - row) * size + (i % size)
  })
  const { strings, integers } = value
  return {
    ...value,
    data: Float64Array.from(at, (i) => value.data[i]!),
    ...(strings && { strings: at.map((i) => strings[i]!) }),
    ...(integers && { integers: BigInt64Array.from(at, (i) => integers[i]!) }),
  }
}

describe.each(kinds)('traits of %s', (kind) => {
  const { changesRows, differentiable, commutative, elementwise, callable, gradient } = opTable[kind]

  it('changes rows where its type rule does', () => {
    const changed = casesOf(kind).some((each) => !sameRows(resultOf(kind, each).rows, rowsOf(each.inputs)))
    expect(changed).toBe(changesRows !== undefined)
  })

  it.each(casesOf(kind).map((each, i) => [i, each] as const))('works row by row or not: case %i', (_, each) => {
    const type = resultOf(kind, each)
    if (changesRows === undefined) {
      const result = evaluate(kind, each, type, operands(each))
      expect(evaluate(kind, each, type, operands(each).map(reversed)).data).toEqual(reversed(result).data)
    } else {
      const ones = evaluate(kind, each, type, operands(each, 1)).data
      // Rows that are moved stay what they are; a sum counts them.
      expect(ones.every((value) => value === 1)).toBe(changesRows !== 'sums')
    }
  })

  it('passes gradients to the inputs that it names', () => {
    for (const { inputs, attributes } of casesOf(kind)) {
      const world = new World(1)
      const names = inputs.map((type, i) => world.builder.add('input', [], { port: portOf(type, i) }, type))
      if (gradient === 'none') return expect(differentiable).toEqual([])
      const output = world.builder.add(kind, names, attributes as OpAttributes[typeof kind])
      const op = world.builder.ops.find(({ id }) => id === output)!
      const dy = world.builder.add('input', [], { port: { kind: 'hyper', name: 'dy' } }, op.type)
      const g = algebra(world.builder)
      const parts = gradient(
        {
          op: op as never,
          inputs: names,
          output,
          dy,
          dys: resultsOf(op).map(() => dy),
          wanted: () => true,
          typeOf: g.typeOf,
        },
        g,
      )
      const found = names.flatMap((_, i) => (parts[i] === undefined ? [] : [i]))
      expect(found).toEqual(differentiable === 'all' ? names.map((_, i) => i) : differentiable)
    }
  })

  it('gives equal values and gradients with its operands exchanged, or is not commutative', () => {
    if (changesRows !== undefined) return expect(commutative).toBe(false)
    const square = { dtype: 'float32', shape: [2, 2], rows: noRows } as const
    const attributes = (casesOf(kind)[0]?.attributes ?? {}) as OpAttributes[typeof kind]
    const type = opTable[kind].type([square, square], attributes as never)
    const takesTwo = !isMismatch(type) && casesOf(kind).every(({ inputs }) => inputs.length === 2)
    if (!takesTwo || gradient === 'none') return expect(commutative).toBe(false)
    const exchanged = (order: readonly [number, number]) => {
      const world = new World(1)
      // The first two elements tie.
      const [numbers, others] = [
        [1, -2, 3, 0.5],
        [1, -2, -1, 2],
      ].map((values) => world.value([2, 2], noRows, () => values.shift()!))
      const value = world.builder.add(
        kind,
        order.map((i) => [numbers!, others!][i]!),
        attributes,
      )
      const graph = differentiate.run(
        world.graph([
          { kind: 'value', name: 'y', value },
          { kind: 'loss', value: world.lossOf(value) },
        ]),
      )
      const results = evaluateGraph(graph, world.feeds, world.rows)
      return new Map([...results].map(([name, { data }]) => [name, [...data]]))
    }
    const [one, other] = [exchanged([0, 1]), exchanged([1, 0])]
    if (commutative) expect(one).toEqual(other)
    else expect(one).not.toEqual(other)
  })

  it('is its function of numbers, element by element', () => {
    if (elementwise === undefined) return expect(callable).toBeUndefined()
    for (const each of casesOf(kind)) {
      const same = { ...each, inputs: each.inputs.map(() => ({ dtype: 'float32', shape: [4], rows: noRows }) as const) }
      const values = operands(same)
      const result = evaluate(kind, each, same.inputs[0]!, values)
      expect([...result.data]).toEqual([0, 1, 2, 3].map((i) => elementwise(...values.map(({ data }) => data[i]!))))
      if (callable !== undefined) expect(callable.operands).toHaveLength(each.inputs.length)
    }
  })
})

const portOf = (type: ValueType, i: number) =>
  type.rows.kind === 'table'
    ? ({ kind: 'table', table: type.rows.table } as const)
    : ({ kind: 'hyper', name: `operand${i}` } as const)
