import { describe, expect, it } from 'vitest'
import { lowerings } from '../../../src/emit/tfjs/ops/table.ts'
import { createBuilder } from '../../../src/graph/create-builder.ts'
import { evaluateGraph, referenceTensor } from '../../../src/graph/evaluate-graph.ts'
import type { ReferenceTensor, RowEnvironment } from '../../../src/graph/reference.ts'
import { resultsOf } from '../../../src/graph/results.ts'
import { sizeOf, type ValueType } from '../../../src/graph/types.ts'
import { testedBackends } from './backends-in-test.ts'
import { type Case, cases, kinds, type TestedKind } from './cases.ts'
import { moduleOf } from './module-in-test.ts'
import { batches, levels, rowsIn, surfaces } from './small-batch.ts'

/** One op on inputs alone, its results as the outputs. */
function graphOf<K extends TestedKind>(kind: K, { inputs, attributes }: Case<K>) {
  const builder = createBuilder({ levels, surfaces })
  const values = inputs.map((type, i) =>
    type.rows.kind === 'table'
      ? builder.add('input', [], { port: { kind: 'table', table: type.rows.table } }, type)
      : builder.add('input', [], { port: { kind: 'encoded', feature: `x${i}`, as: { kind: 'number' } } }, type),
  )
  const value = builder.scope('of.test').add(kind, values, attributes)
  return builder.finish({
    name: 'one_op',
    outputs: resultsOf(builder.ops.find(({ id }) => id === value)!).map(({ name }, i) => ({
      kind: 'logit',
      task: `y${i}`,
      surface: 'search',
      value: name,
    })),
    parameters: [],
    tables: [{ name: 'pins', rule: { kind: 'hash', rows: 4 }, dim: 2, initial: { kind: 'zeros' } }],
  })
}

/** Distinct values about 0, with an exact 0 among them; indices below 4. */
function operand(type: ValueType, batch: RowEnvironment, position: number, positiveOnly: boolean): ReferenceTensor {
  const length = rowsIn(batch, type) * sizeOf(type.shape)
  const at = (i: number): number => {
    if (type.dtype === 'int32') return (3 * i + position) % 4
    const wave = (((i + 3 * position) * 7) % 11) - 5
    return positiveOnly ? 0.3 + Math.abs(wave) / 4 : wave / 4
  }
  return referenceTensor(
    type,
    Float64Array.from({ length }, (_, i) => at(i)),
  )
}

describe('every lowering against the op in doubles', () => {
  it('has cases for every kind with a lowering', () => {
    expect([...kinds, 'constant', 'input'].sort()).toEqual(Object.keys(lowerings).sort())
  })
  for (const [batchName, batch] of batches)
    for (const backend of testedBackends)
      it.each(kinds)(`%s on ${backend}, ${batchName}`, async (kind) => {
        for (const [i, one] of cases[kind].entries()) {
          const graph = graphOf(kind, one as Case<typeof kind>)
          const feeds = new Map(
            graph.ops.flatMap((op) => {
              if (op.kind !== 'input') return []
              const position = Number(op.id.at(-1)) || 0
              return [[op.id, operand(op.type, batch, position, one.positive ?? false)] as const]
            }),
          )
          const results = evaluateGraph(graph, feeds, batch)
          const { model, feed, tf } = await moduleOf(graph, backend)
          const { params, batch: given } = feed(feeds, batch)
          const values = model.logits(params, given)
          for (const [name, expected] of results) {
            const y = values[name]!
            const shape =
              expected.type.rows.kind === 'none' ? expected.type.shape : [expected.rows, ...expected.type.shape]
            expect(y.shape, `${kind} case ${i} ${name}`).toEqual([...shape])
            const actual = Array.from(y.dataSync())
            for (const [element, value] of actual.entries())
              expect(value, `${kind} case ${i} ${name} [${element}]`).toBeCloseTo(expected.data[element]!, 5)
          }
          tf.dispose([params, values])
        }
      })
})
