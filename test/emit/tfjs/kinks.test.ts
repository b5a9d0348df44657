import { expect, it } from 'vitest'
import { algebra } from '../../../src/graph/algebra.ts'
import { createBuilder } from '../../../src/graph/create-builder.ts'
import { evaluateGraph, referenceTensor } from '../../../src/graph/evaluate-graph.ts'
import { differentiate } from '../../../src/passes/differentiate.ts'
import { testedBackends } from './backends-in-test.ts'
import { moduleOf } from './module-in-test.ts'
import { free, fullBatch, levels, surfaces } from './small-batch.ts'

/** The sum of every function with a kink, over values that lie on it: zeros, and ties. */
function graph() {
  const builder = createBuilder({ levels, surfaces })
  const g = algebra(builder.scope('kinks'))
  const x = g.input({ kind: 'parameter', parameter: 'x' }, free(4))
  const y = g.input({ kind: 'parameter', parameter: 'y' }, free(4))
  const parts = [
    g.relu(x),
    g.abs(x),
    g.maximum(x, y),
    g.maximum(x, g.constant(0)),
    builder.add('minimum', [x, y], {}),
    builder.add('minimum', [g.constant(0), x], {}),
    g.scale(g.max(g.concat([x, y], 0), 0), 1),
    g.max(g.reshape(x, [4, 1]), 1),
    // What decides is trained itself.
    g.where(g.relu(x), g.mul(x, y), y),
    ...(['less', 'less_equal', 'equal'] as const).map((kind) => g.mul(builder.add(kind, [x, y], {}), x)),
    g.mul(builder.add('less', [x, g.constant(0)], {}), y),
  ]
  const sums = parts.map((part, i) =>
    g.scale(
      g.sum(
        part,
        g.shapeOf(part).map((_, axis) => axis),
      ),
      i + 1,
    ),
  )
  return builder.finish({
    name: 'kinks',
    outputs: [{ kind: 'loss', value: sums.reduce((a, b) => g.add(a, b)) }],
    parameters: ['x', 'y'].map((name) => ({ name, shape: [4], initial: { kind: 'zeros' } })),
    tables: [],
  })
}

it.each(testedBackends)('gradients at kinks are those of our own differentiation, on %s', async (backend) => {
  const feeds = new Map([
    ['x', referenceTensor(free(4), [0, -1, 2, 0])],
    ['y', referenceTensor(free(4), [0, -1, 2, -1])],
  ])
  const ours = evaluateGraph(differentiate.run(graph()), feeds, fullBatch)
  const { model, feed } = await moduleOf(graph(), backend)
  const { params, batch } = feed(feeds, fullBatch)
  const { gradients } = model.gradients(params, batch)
  for (const name of ['x', 'y'])
    expect([...gradients[name]!.dataSync()], name).toEqual([...ours.get(`gradient/${name}`)!.data])
})
