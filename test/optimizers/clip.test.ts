import { describe, expect, it } from 'vitest'
import { evaluateGraph, referenceTensor } from '../../src/graph/evaluate-graph.ts'
import { outputName } from '../../src/graph/outputs.ts'
import { portName } from '../../src/graph/ports.ts'
import { noRows } from '../../src/graph/types.ts'
import { chosen, hyperAt, type Optimizers, slotPort, usual } from '../../src/optimizers/chosen.ts'
import { clip } from '../../src/optimizers/clip.ts'
import { differentiate } from '../../src/passes/differentiate.ts'
import { optimize } from '../../src/passes/optimize.ts'
import { runPasses } from '../../src/passes/pipeline.ts'
import { moduleOf } from '../emit/tfjs/module-in-test.ts'
import { World } from '../graph/world.ts'

/** Their norm together is sqrt(9 + 16 + 144) = 13. */
const [vector, matrix] = [
  [3, 0],
  [0, -4, 0, 12, 0, 0],
]
const zeros = (like: readonly number[]): number[] => like.map(() => 0)

/** By how much the gradients are to be multiplied: limit / norm where the norm is above the limit. */
const cases: readonly (readonly [limit: number | undefined, factor: number])[] = [
  [undefined, 1],
  [26, 1],
  [13, 1],
  [6.5, 0.5],
  [1.3, 0.1],
]

/** SGD of learning rate 1 from zero leaves minus the gradients that it was given. */
const optimizersOf = (clip: number | undefined): Optimizers => ({
  ...usual,
  optimizer: chosen('sgd', { lr: 1 }),
  clip,
})

/** A loss that is linear in a vector and in a matrix, so that their gradients are its coefficients. */
function linear() {
  const world = new World(1)
  const { g } = world
  const terms = [vector, matrix].map((coefficients, i) => {
    const shape = i === 0 ? [2] : [2, 3]
    const parameter = world.value(shape, noRows, () => 0)
    const given = coefficients.values()
    const port = { kind: 'hyper', name: `of_${parameter}` } as const
    const factor = world.feed(port, 'float32', shape, noRows, () => given.next().value ?? 0)
    return g.sum(
      g.mul(parameter, factor),
      shape.map((_, axis) => axis),
    )
  })
  return { world, loss: world.graph([{ kind: 'loss', value: terms.reduce((sum, term) => g.add(sum, term)) }]) }
}

describe.each(cases)('a limit of %s', (limit, factor) => {
  const [x0, x1] = [vector, matrix].map((gradient) => gradient.map((each) => -factor * each + 0))

  it('scales the gradients together in the IR', () => {
    const { world, loss } = linear()
    const optimizers = optimizersOf(limit)
    const step = runPasses(loss, [differentiate, optimize(optimizers)], { verify: true })
    for (const name of ['x0', 'x1']) {
      const { type, data } = world.feeds.get(name)!
      world.feeds.set(portName(slotPort('parameter', name, 'velocity')), referenceTensor(type, zeros([...data])))
    }
    for (const [port, value] of hyperAt(optimizers, 1))
      world.feeds.set(`hyper/${port}`, referenceTensor({ dtype: 'float32', shape: [], rows: noRows }, [value]))
    const out = evaluateGraph(step, world.feeds, world.rows)
    for (const [name, expected] of [['x0', x0!] as const, ['x1', x1!] as const]) {
      const port = { kind: 'parameter', parameter: name } as const
      const found = out.get(outputName({ kind: 'update', of: port }))!.data
      expected.forEach((value, i) => {
        expect(found[i]).toBeCloseTo(value, 12)
      })
    }
  })

  it('scales them so in the tfjs module too, by the spec’s limit and by the caller’s', async () => {
    const { world, loss } = linear()
    for (const [clip, hyper] of [
      [limit, {}],
      [3, { clip: limit ?? Number.POSITIVE_INFINITY }],
    ] as const) {
      const { model, feed } = await moduleOf(loss, 'cpu', optimizersOf(clip))
      const { params, batch } = feed(world.feeds, world.rows)
      const { state } = model.trainStep(model.initialState(params), batch, hyper)
      for (const [name, expected] of [['x0', x0!] as const, ['x1', x1!] as const])
        Array.from(state.params[name]!.dataSync()).forEach((value, i) => {
          expect(value).toBeCloseTo(expected[i]!, 5)
        })
    }
  })
})

it('a step that has no dense parameter has nothing to scale', () => {
  const { g } = new World(1)
  expect(clip(g, [], g.constant(1))).toEqual([])
})
