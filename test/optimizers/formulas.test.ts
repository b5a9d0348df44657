import { describe, expect, it } from 'vitest'
import { evaluateGraph, referenceTensor } from '../../src/graph/evaluate-graph.ts'
import { outputName } from '../../src/graph/outputs.ts'
import { portName } from '../../src/graph/ports.ts'
import type { ReferenceTensor } from '../../src/graph/reference.ts'
import { noRows } from '../../src/graph/types.ts'
import {
  chosen,
  hyperAt,
  hyperPort,
  type Optimizers,
  ruleFor,
  slotPort,
  usual,
  valuePort,
} from '../../src/optimizers/chosen.ts'
import { slotType } from '../../src/optimizers/define-optimizer.ts'
import { optimizersOf } from '../../src/optimizers/table.ts'
import { differentiate } from '../../src/passes/differentiate.ts'
import { optimize } from '../../src/passes/optimize.ts'
import { runPasses } from '../../src/passes/pipeline.ts'
import { moduleOf } from '../emit/tfjs/module-in-test.ts'
import { at, World } from '../graph/world.ts'
import { coarse, references } from './references.ts'

const names = [...optimizersOf('parameter'), ...optimizersOf('table')]

/** Gradients of four steps: they change size and sign, so that no moving average is its last term. */
const gradients = [
  [0.9, -0.4],
  [-1.3, 0.2],
  [0.1, 2.1],
  [0.7, -0.6],
]

/** The loss is linear in a parameter [2] and in three rows [2] of a table, so its gradients are the feeds: rows 0 and 2, and none for row 1. */
function linear() {
  const world = new World(5)
  const { g } = world
  const parameter = world.value([2])
  const table = world.table('t', 3, 2)
  const users = at('user', 'search')
  const ofParameter = world.feed({ kind: 'hyper', name: 'of_parameter' }, 'float32', [2], noRows, world.signed)
  const ofRows = world.feed(
    { kind: 'encoded', feature: 'x', as: { kind: 'number' } },
    'float32',
    [2],
    users,
    world.signed,
  )
  let next = 0
  const row = { kind: 'row', table: 't' } as const
  const index = world.feed({ kind: 'encoded', feature: 'f', as: row }, 'int32', [], users, () => 2 * next++)
  const used = g.total(g.sum(g.mul(g.lookup(table, index), ofRows), [0]))
  const loss = world.graph([{ kind: 'loss', value: g.add(g.sum(g.mul(parameter, ofParameter), [0]), used) }])
  const feedGradient = (feeds: Map<string, ReferenceTensor>, gradient: readonly number[]): void => {
    const of = (name: string, data: readonly number[]) =>
      feeds.set(name, referenceTensor(world.feeds.get(name)!.type, [...data]))
    of('hyper/of_parameter', gradient)
    // Row 2 has twice the gradient of row 0, the other way around.
    of('number/x', [...gradient, ...gradient.map((each) => -2 * each)])
  }
  return { world, loss, parameter, feedGradient }
}

const optimizersWith = (name: (typeof names)[number], settings: Readonly<Record<string, number>>): Optimizers => {
  const parameter = optimizersOf('parameter').find((each) => each === name)
  const table = optimizersOf('table').find((each) => each === name)
  return {
    optimizer: parameter === undefined ? usual.optimizer : chosen(parameter, settings),
    tables: table === undefined ? usual.tables : chosen(table, settings),
    clip: undefined,
  }
}

/** What the reference makes of the vectors that the optimizer moves: [the parameter], or the table's rows. */
function referenceSteps(name: (typeof names)[number], settings: Readonly<Record<string, number>>, start: number[][]) {
  const states = start.map(() => new Map<string, number[]>())
  let values: readonly (readonly number[])[] = start
  return gradients.map((gradient, step) => {
    const each = start.length === 1 ? [gradient] : [gradient, gradient.map(() => 0), gradient.map((g) => -2 * g)]
    values = values.map((value, i) => {
      const touched = each[i]!.some((g) => g !== 0)
      return touched ? references[name](value, each[i]!, settings, states[i]!, step + 1) : value
    })
    return values.map((value) => [...value])
  })
}

const vectors = (data: ArrayLike<number>): number[][] =>
  Array.from({ length: data.length / 2 }, (_, i) => [data[2 * i]!, data[2 * i + 1]!])

describe.each(names)('%s', (name) => {
  const isTable = optimizersOf('table').some((each) => each === name)
  const target = isTable ? 'table' : 'parameter'
  const optimizers = optimizersWith(name, coarse)
  const { settings } = isTable ? optimizers.tables : optimizers.optimizer
  /** Rows that no batch touches do not move, and none of the training graph's rows is untouched; the decay of row 1 is left out here. */
  const compared = (rows: readonly (readonly number[])[]) => (isTable ? [rows[0]!, rows[2]!] : rows)

  it('updates values as in its paper, in the IR', () => {
    const { world, loss, parameter, feedGradient } = linear()
    const step = runPasses(loss, [differentiate, optimize(optimizers)], { verify: true })
    const feeds = new Map(world.feeds)
    const moved = isTable ? 'table/t' : parameter
    const of = (which: 'parameter' | 'table') => (which === 'table' ? 't' : parameter)
    for (const which of ['parameter', 'table'] as const) {
      const { type, rows } = feeds.get(portName(valuePort(which, of(which))))!
      for (const slot of ruleFor(optimizers, which).slots) {
        const filled = slotType(slot, type)
        const size = rows * filled.shape.reduce((a, b) => a * b, 1)
        const port = portName(slotPort(which, of(which), slot.name))
        feeds.set(port, referenceTensor(filled, new Array<number>(size).fill(slot.initial)))
      }
    }
    const expected = referenceSteps(name, settings, vectors(feeds.get(moved)!.data))
    for (const [i, gradient] of gradients.entries()) {
      feedGradient(feeds, gradient)
      for (const [port, value] of hyperAt(optimizers, i + 1))
        feeds.set(`hyper/${port}`, referenceTensor({ dtype: 'float32', shape: [], rows: noRows }, [value]))
      const out = evaluateGraph(step, feeds, world.rows)
      for (const output of step.outputs)
        if (output.kind === 'update') {
          const port = portName(output.of)
          feeds.set(port, { ...feeds.get(port)!, data: out.get(outputName(output))!.data })
        }
      const found = compared(vectors(feeds.get(moved)!.data)).flat()
      compared(expected[i]!)
        .flat()
        .forEach((value, at) => {
          expect(found[at], `step ${i + 1}`).toBeCloseTo(value, 12)
        })
    }
  })

  it('updates them so in the tfjs module too, with nothing but the state and the batch', async () => {
    const { world, loss, parameter, feedGradient } = linear()
    const { tf, model, module, feed } = await moduleOf(loss, 'cpu', optimizers)
    expect(module.optimizers).toEqual(optimizers)
    const feeds = new Map(world.feeds)
    const moved = isTable ? 'table/t' : parameter
    const expected = referenceSteps(name, settings, vectors(feeds.get(moved)!.data))
    let state = model.initialState(feed(feeds, world.rows).params)
    for (const [i, gradient] of gradients.entries()) {
      feedGradient(feeds, gradient)
      state = model.trainStep(state, feed(feeds, world.rows).batch).state
      const found = compared(vectors(state.params[moved]!.dataSync())).flat()
      compared(expected[i]!)
        .flat()
        .forEach((value, at) => {
          expect(found[at], `step ${i + 1}`).toBeCloseTo(value, 5)
        })
    }
    expect(state.step).toBe(gradients.length)
    tf.disposeVariables()
  })

  it('takes a number of the caller in the place of the spec’s, by its name in the module', async () => {
    const { world, loss, parameter } = linear()
    const { model, artifact, feed } = await moduleOf(loss, 'cpu', optimizers)
    const { params, batch } = feed(world.feeds, world.rows)
    const state = model.initialState(params)
    const rate = artifact.hyper.find(({ port }) => port === hyperPort(target, 'learning_rate').name)!.key
    const moved = isTable ? 'table/t' : parameter
    const stepped = (hyper?: Readonly<Record<string, number>>) =>
      Array.from(model.trainStep(state, batch, hyper).state.params[moved]!.dataSync())
    const before = Array.from(params[moved]!.dataSync())
    expect(stepped({ [rate]: 0 })).toEqual(before)
    expect(stepped({ [rate]: settings.lr! })).toEqual(stepped())
    expect(stepped()).not.toEqual(before)
  })
})
