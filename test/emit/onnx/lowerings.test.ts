import { describe, expect, it } from 'vitest'
import { emitOnnx, type OnnxArtifact } from '../../../src/emit/onnx/emit.ts'
import { createBuilder } from '../../../src/graph/create-builder.ts'
import { evaluateGraph, fromHost } from '../../../src/graph/evaluate-graph.ts'
import type { Graph, GraphOutput, OpAttributes, OpKind } from '../../../src/graph/graph.ts'
import { outputName } from '../../../src/graph/outputs.ts'
import { type Port, portName } from '../../../src/graph/ports.ts'
import type { RowEnvironment } from '../../../src/graph/reference.ts'
import { resultsOf } from '../../../src/graph/results.ts'
import type { HostTensor } from '../../../src/graph/tensor.ts'
import type { ValueType } from '../../../src/graph/types.ts'
import { draw, environment, noRow, numbersOf, oneSurface, randomNumbers, runArtifact, vocabularies } from './batch.ts'
import { type AnyCase, cases, type Draw, levels, row, surfaces, tables } from './cases.ts'

const portOf = (type: ValueType, i: number): Port => {
  if (type.rows.kind === 'table') return { kind: 'table', table: type.rows.table }
  if (type.rows.kind === 'none') return { kind: 'parameter', parameter: `operand${i}` }
  if (type.dtype === 'int32') return { kind: 'encoded', feature: `operand${i}`, as: { kind: 'row', table: 'items' } }
  return { kind: 'feature', feature: `operand${i}`, part: 'value' }
}

/** The op alone, its operands inputs; a table that it scatters into is an input too. */
function graphOf<K extends OpKind>(kind: K, inputs: readonly ValueType[], attributes: OpAttributes[K]): Graph {
  const builder = createBuilder({ levels, surfaces })
  const operands = inputs.map((type, i) => builder.add('input', [], { port: portOf(type, i) }, type))
  const value = builder.scope('case').add(kind, operands, attributes)
  const made = builder.ops.find(({ id }) => id === value)!
  const outputs: GraphOutput[] = resultsOf(made).map(({ name }, i) => ({
    kind: 'value',
    name: i === 0 ? 'value' : `value.${i}`,
    value: name,
  }))
  const { rows } = builder.typeOf(outputs[0]!.value)
  if (rows.kind === 'table') {
    const table: ValueType = { dtype: 'float32', shape: [3], rows }
    outputs.push({
      kind: 'value',
      name: 'table',
      value: builder.add('input', [], { port: { kind: 'table', table: rows.table } }, table),
    })
  }
  return builder.finish({ name: 'case', outputs, parameters: [], tables })
}

const emit = (graph: Graph): OnnxArtifact =>
  emitOnnx(graph, { name: graph.name, rows: { kind: 'host' }, weights: 'inputs', vocabularies, external: false })

function feedsOf(graph: Graph, how: Draw, env: RowEnvironment): Map<string, HostTensor> {
  const random = randomNumbers(11)
  const feeds = new Map<string, HostTensor>()
  for (const op of graph.ops)
    if (op.kind === 'input') feeds.set(portName(op.attributes.port), draw(op.type, how, random, env))
  return feeds
}

/** Runs the graph natively, optimized and not, and compares each output with the reference in doubles. */
async function compare(graph: Graph, how: Draw, env: RowEnvironment): Promise<void> {
  const feeds = feedsOf(graph, how, env)
  const types = new Map(graph.ops.map((op) => [op.id, op.type]))
  const expected = evaluateGraph(
    graph,
    new Map([...feeds].map(([name, tensor]) => [name, fromHost(types.get(name)!, tensor)])),
    env,
  )
  const artifact = emit(graph)
  for (const optimize of [false, true]) {
    const found = await runArtifact(artifact, feeds, optimize, env)
    for (const name of graph.outputs.map(outputName)) {
      const [given, wanted] = [found.get(name)!, expected.get(name)!]
      expect(given.dtype).toBe(wanted.type.dtype)
      expect(given.dims).toEqual([...(wanted.type.rows.kind === 'none' ? [] : [wanted.rows]), ...wanted.type.shape])
      const numbers = numbersOf(given)
      expect(numbers).toHaveLength(wanted.data.length)
      wanted.data.forEach((value, i) => {
        // Floats against doubles: 2^-23 relative, and the runtime's approximations of tanh, erf and their like.
        const tolerance = given.dtype === 'float32' ? 2e-6 * Math.max(1, Math.abs(value)) : 0
        if (Number.isNaN(value)) expect(numbers[i]).toBeNaN()
        else
          expect(Math.abs(numbers[i]! - value), `${name}[${i}] = ${numbers[i]}, not ${value}`).toBeLessThanOrEqual(
            tolerance,
          )
      })
    }
  }
}

describe.each([
  ['a mixed batch', environment],
  ["one surface's rows", oneSurface],
  ['no rows', noRow],
] as const)('every op lowers to the values of its reference, %s', (_, env) => {
  for (const [kind, operands] of Object.entries<readonly AnyCase[]>(cases)) {
    operands.forEach((each, i) => {
      it(`${kind} ${i}`, () => compare(graphOf(kind as OpKind, each.inputs, each.attributes), each.draw ?? 'any', env))
    })
  }

  for (const axis of [0, 1, 2])
    it(`first_max behind max, axis ${axis}`, async () => {
      const builder = createBuilder({ levels, surfaces })
      const type: ValueType = { dtype: 'float32', shape: [2, 3, 4], rows: row }
      const x = builder.add('input', [], { port: portOf(type, 0) }, type)
      const maximum = builder.add('max', [x], { axis })
      const value = builder.add('first_max', [x, maximum], { axis })
      await compare(
        builder.finish({ name: 'case', outputs: [{ kind: 'value', name: 'value', value }], parameters: [], tables }),
        'ties',
        env,
      )
    })

  it('first_max of a vector without rows', async () => {
    const builder = createBuilder({ levels, surfaces })
    const type: ValueType = { dtype: 'float32', shape: [5], rows: { kind: 'none' } }
    const x = builder.add('input', [], { port: portOf(type, 0) }, type)
    const value = builder.add('first_max', [x, builder.add('max', [x], { axis: 0 })], { axis: 0 })
    await compare(
      builder.finish({ name: 'case', outputs: [{ kind: 'value', name: 'value', value }], parameters: [], tables }),
      'ties',
      env,
    )
  })

  it('constants of every type, filled and listed', async () => {
    const builder = createBuilder({ levels, surfaces })
    const outputs = (['float32', 'int32', 'int64'] as const).flatMap((dtype) => [
      {
        kind: 'value' as const,
        name: `${dtype}/filled`,
        value: builder.add('constant', [], { data: [3] }, { dtype, shape: [2, 2], rows: { kind: 'none' } }),
      },
      {
        kind: 'value' as const,
        name: `${dtype}/listed`,
        value: builder.add('constant', [], { data: [1, 2, 3] }, { dtype, shape: [3], rows: { kind: 'none' } }),
      },
    ])
    await compare(builder.finish({ name: 'case', outputs, parameters: [], tables }), 'any', env)
  })
})

it('equal graphs give equal bytes', () => {
  const graph = graphOf('matmul', cases.matmul[4]!.inputs, {})
  expect(emit(graph).bytes).toEqual(emit(graph).bytes)
})
