import { describe, expect, it } from 'vitest'
import { algebra } from '../../../src/graph/algebra.ts'
import { createBuilder } from '../../../src/graph/create-builder.ts'
import { referenceTensor } from '../../../src/graph/evaluate-graph.ts'
import type { Graph, ParameterDeclaration } from '../../../src/graph/graph.ts'
import { opTable } from '../../../src/graph/ops/table.ts'
import type { ReferenceTensor, RowEnvironment } from '../../../src/graph/reference.ts'
import { SurfaceSet } from '../../../src/graph/surfaces.ts'
import { sizeOf, type ValueType } from '../../../src/graph/types.ts'
import { centralDifferences } from '../../graph/central-differences.ts'
import { testedBackends } from './backends-in-test.ts'
import { type Case, cases, kinds, type TestedKind } from './cases.ts'
import { moduleOf } from './module-in-test.ts'
import { relativeDistance } from './relative-distance.ts'
import { batches, free, fullBatch, levels, perRow, rowsIn, surfaces } from './small-batch.ts'

const entries = 8

/** Inputs that no gradient flows to. */
const isGiven = (kind: TestedKind, position: number, type: ValueType): boolean =>
  type.dtype !== 'float32' || (kind === 'where' && position === 0) || (kind === 'dropout' && position === 1)

/**
 * loss = total(sum(op(...) * weights)), where every operand with rows is looked up in a parameter, so that each op's gradient shows
 * in parameters.
 */
function lossOf(kind: TestedKind, { inputs, attributes }: Case<TestedKind>): Graph {
  const builder = createBuilder({ levels, surfaces })
  const g = algebra(builder)
  const parameters: ParameterDeclaration[] = []
  const parameter = (name: string, shape: readonly number[]): string => {
    parameters.push({ name, shape, initial: { kind: 'zeros' } })
    return g.input({ kind: 'parameter', parameter: name }, free(...shape))
  }
  const given = (feature: string, type: ValueType): string =>
    g.input({ kind: 'encoded', feature, as: { kind: 'number' } }, type)
  const operands = inputs.map((type, i) => {
    if (type.rows.kind === 'table') return g.input({ kind: 'table', table: type.rows.table }, type)
    if (isGiven(kind, i, type)) return given(`x${i}`, type)
    if (type.rows.kind === 'none') return parameter(`p${i}`, type.shape)
    return g.lookup(
      parameter(`p${i}`, [entries, ...type.shape]),
      given(`i${i}`, { ...type, dtype: 'int32', shape: [] }),
    )
  })
  const result = builder.scope('of.test').add(kind, operands, attributes)
  // Nothing flows back through these: a factor beside them has a gradient.
  const isFlat = kind === 'stop_gradient' || opTable[kind].gradient === 'none'
  const y = isFlat ? g.mul(result, operands[0]!) : result
  const { shape, rows } = g.typeOf(y)
  const weighted = g.mul(y, given('weights', { dtype: 'float32', shape, rows }))
  const perRow = g.sum(
    weighted,
    shape.map((_, axis) => axis),
  )
  return builder.finish({
    name: 'one_op',
    outputs: [{ kind: 'loss', value: rows.kind === 'none' ? perRow : g.total(perRow) }],
    parameters,
    tables: [{ name: 'pins', rule: { kind: 'hash', rows: 4 }, dim: 2, initial: { kind: 'zeros' } }],
  })
}

/** Distinct values, none at a kink: no zeros, no ties. */
function valuesFor(graph: Graph, batch: RowEnvironment, positive: boolean): ReadonlyMap<string, ReferenceTensor> {
  const feeds = new Map<string, ReferenceTensor>()
  graph.ops.forEach((op, position) => {
    if (op.kind !== 'input') return
    const length = rowsIn(batch, op.type) * sizeOf(op.type.shape)
    const at = (i: number): number => {
      if (op.type.dtype === 'int32') return (3 * i + position) % 4
      const wave = (((i * 7 + position * 5) % 23) - 11) / 9 + 0.013 + 0.0007 * i
      return positive ? 0.4 + Math.abs(wave) : wave
    }
    feeds.set(
      op.id,
      referenceTensor(
        op.type,
        Float64Array.from({ length }, (_, i) => at(i)),
      ),
    )
  })
  return feeds
}

describe("tf's gradient of every lowering against central differences in doubles", () => {
  for (const [batchName, batch] of batches)
    for (const backend of testedBackends)
      it.each(kinds)(`%s on ${backend}, ${batchName}`, async (kind) => {
        for (const [i, one] of cases[kind].entries()) {
          const graph = lossOf(kind, one)
          const feeds = valuesFor(graph, batch, one.positive ?? false)
          const { model, module, feed, tf } = await moduleOf(graph, backend)
          const { params, batch: given } = feed(feeds, batch)
          const { gradients } = model.gradients(params, given)
          expect(Object.keys(gradients)).toEqual(module.trained)
          for (const name of module.trained) {
            const differences = centralDifferences(graph, feeds, batch, name)
            // stop_gradient(x) * x has the gradient x, half of what differences see.
            const expected = kind === 'stop_gradient' ? differences.map((value) => value / 2) : differences
            const actual = gradients[name]!.dataSync()
            expect(relativeDistance(actual, expected, 1e-3), `${kind} case ${i}: ${name}`).toBeLessThan(2e-5)
          }
          tf.dispose([params, gradients])
        }
      })
})

it.each(testedBackends)(
  'an index that is itself a value of the graph lives until the gradient, on %s',
  async (backend) => {
    const builder = createBuilder({ levels, surfaces })
    const g = algebra(builder)
    const table = g.input({ kind: 'parameter', parameter: 'table' }, free(4))
    const index = g.input({ kind: 'encoded', feature: 'i', as: { kind: 'number' } }, { ...perRow(), dtype: 'int32' })
    const y = g.lookup(table, g.restrict(index, SurfaceSet.of(['feed'])))
    const graph = builder.finish({
      name: 'restricted_index',
      outputs: [{ kind: 'loss', value: g.total(g.mul(y, y)) }],
      parameters: [{ name: 'table', shape: [4], initial: { kind: 'zeros' } }],
      tables: [],
    })
    const feeds = valuesFor(graph, fullBatch, false)
    const { model, feed } = await moduleOf(graph, backend)
    const { params, batch } = feed(feeds, fullBatch)
    const found = model.gradients(params, batch).gradients.table!.dataSync()
    expect(relativeDistance(found, centralDifferences(graph, feeds, fullBatch, 'table'))).toBeLessThan(1e-5)
  },
)
