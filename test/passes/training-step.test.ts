import { describe, expect, it } from 'vitest'
import { evaluateGraph, rowFree } from '../../src/graph/evaluate-graph.ts'
import type { Graph } from '../../src/graph/graph.ts'
import { isOutput, outputName } from '../../src/graph/outputs.ts'
import type { ReferenceTensor } from '../../src/graph/reference.ts'
import { noRows } from '../../src/graph/types.ts'
import { chosen, type Optimizers } from '../../src/optimizers/chosen.ts'
import { differentiate } from '../../src/passes/differentiate.ts'
import { optimize } from '../../src/passes/optimize.ts'
import { runPasses } from '../../src/passes/pipeline.ts'
import { trainingLoss } from '../../src/passes/training-loss.ts'
import { expectCentralDifferences } from '../graph/central-differences.ts'
import { at, batch, on, surfaces, World } from '../graph/world.ts'

const taskWeights = new Map([
  ['click', 1],
  ['long_click', 0.3],
])

/**
 * A unified MLP: users and ads embedded from one table, a history under its mask, a hidden layer at the user's level and one at the
 * row's, normalization, dropout, a softmax gate, and a tower for each surface; `long_click` is predicted on two surfaces alone.
 */
function mlp(): { world: World; forward: Graph } {
  const world = new World(11)
  const { g } = world
  const pins = world.table('pins', 5, 4)
  const row = (feature: string, shape: readonly number[], level: string) =>
    world.feed({ kind: 'encoded', feature, as: { kind: 'row', table: 'pins' } }, 'int32', shape, at(level), () =>
      world.integer(5),
    )
  const mask = world.feed(
    { kind: 'encoded', feature: 'recent', as: { kind: 'mask' } },
    'float32',
    [3],
    at('user'),
    () => world.integer(2),
  )

  const recent = g.lookup(pins, row('recent', [3], 'user'))
  const pooled = g.matmul(mask, recent)
  const user = g.tanh(g.add(g.matmul(pooled, world.value([4, 4])), world.value([4])))
  const centred = g.sub(user, g.mean(user, [0]))
  const ad = g.spread(g.lookup(pins, row('pin_id', [], 'ad')), 'candidate')
  const both = g.concat([g.spread(centred, 'candidate'), ad], 0)
  const port = { kind: 'dropout', path: 'both', rate: 0.5 } as const
  const dropped = world.builder.add(
    'dropout',
    [both, world.feed(port, 'float32', [8], at('candidate'), () => 2 * world.integer(2))],
    { rate: 0.5 },
  )
  const experts = g.gelu(g.matmul(g.broadcast(g.reshape(dropped, [1, 8]), [2, 1, 8]), world.value([2, 8, 3])))
  const gate = g.softmax(g.matmul(dropped, world.value([8, 2])))
  const shared = g.matmul(gate, g.reshape(experts, [2, 3]))
  const logit = (surface: string) => g.reshape(g.matmul(g.restrict(shared, on(surface)), world.value([3, 1])), [])
  const outputs = [
    ...surfaces.names.map((surface) => ({ kind: 'logit' as const, task: 'click', surface, value: logit(surface) })),
    ...['home_feed', 'search'].map((surface) => ({
      kind: 'logit' as const,
      task: 'long_click',
      surface,
      value: logit(surface),
    })),
  ]
  feedLabels(world)
  return { world, forward: world.graph(outputs) }
}

/** Labels, weights (0 where unlabelled) and their sums, as the host feeds them. */
function feedLabels(world: World): void {
  for (const [task, on] of [
    ['click', surfaces],
    ['long_click', at('candidate', 'home_feed', 'search')],
  ] as const) {
    const rows = 'kind' in on ? on : at('candidate')
    const set = rows.kind === 'level' ? rows.surfaces : surfaces
    world.feed({ kind: 'label', task, surfaces: set }, 'float32', [], rows, () => world.integer(2))
    world.feed({ kind: 'weight', task, surfaces: set }, 'float32', [], rows, () => world.integer(3))
    const weights = world.feeds.get(`weight/${task}/${set.key}`)!.data
    world.feed({ kind: 'weight_sum', task }, 'float32', [], noRows, () => weights.reduce((a, b) => a + b, 0))
  }
}

describe('training-loss', () => {
  it('is the weighted mean cross entropy of each task, over the surfaces that predict it', () => {
    const { world, forward } = mlp()
    const logits = evaluateGraph(forward, world.feeds, world.rows)
    const found = evaluateGraph(
      runPasses(forward, [trainingLoss(taskWeights)], { verify: true }),
      world.feeds,
      world.rows,
    )
    const lossOf = (task: string, names: readonly string[]): number => {
      const z = names.flatMap((surface) => Array.from(logits.get(`logit/${task}/${surface}`)!.data))
      const label = world.feeds.get(`label/${task}/${names.join('+')}`)!.data
      const weight = world.feeds.get(`weight/${task}/${names.join('+')}`)!.data
      const each = z.map((value, i) => {
        const p = 1 / (1 + Math.exp(-value))
        return -weight[i]! * (label[i]! * Math.log(p) + (1 - label[i]!) * Math.log(1 - p))
      })
      return each.reduce((a, b) => a + b, 0) / weight.reduce((a, b) => a + b, 0)
    }
    const click = lossOf('click', surfaces.names)
    const long = lossOf('long_click', ['home_feed', 'search'])
    expect(batch).toHaveLength(8)
    expect(found.get('loss/click')!.data[0]).toBeCloseTo(click, 12)
    expect(found.get('loss/long_click')!.data[0]).toBeCloseTo(long, 12)
    expect(found.get('loss')!.data[0]).toBeCloseTo(click + 0.3 * long, 12)
  })
  it('fails where nothing is predicted', () => {
    expect(() => trainingLoss(new Map()).run(new World(1).graph([]))).toThrow('predicts nothing')
  })
})

describe('differentiate', () => {
  it('gives every gradient of a unified MLP', () => {
    const { world, forward } = mlp()
    const graph = trainingLoss(taskWeights).run(forward)
    const compared = expectCentralDifferences(graph, world.feeds, world.rows)
    expect(compared).toEqual(
      [...forward.parameters.map(({ name }) => `gradient/${name}`), 'gradient/table/pins'].sort(),
    )
  })
  it('names each op that it appends for the op whose gradient it is', () => {
    const loss = runPasses(mlp().forward, [trainingLoss(taskWeights)])
    const before = new Set(loss.ops.map(({ id }) => id))
    const added = runPasses(loss, [differentiate]).ops.flatMap(({ id }) => (before.has(id) ? [] : [id]))
    expect(added.length).toBeGreaterThan(50)
    const isOfAnOp = (id: string) => [...before].some((of) => id.startsWith(`gradient.${of}/`))
    expect(added.filter((id) => !isOfAnOp(id))).toEqual([])
  })
  it('gives no gradient of what the loss does not depend on', () => {
    const world = new World(1)
    const [used, unused] = [world.value([2]), world.value([2])]
    const outputs = [
      { kind: 'loss' as const, value: world.lossOf(used) },
      { kind: 'value' as const, name: 'other', value: unused },
    ]
    const after = differentiate.run(world.graph(outputs))
    expect(after.outputs.map(outputName)).toEqual([`gradient/${used}`, 'loss', 'other'])
  })
})

describe('optimize', () => {
  const optimizers: Optimizers = {
    optimizer: chosen('adam', { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weight_decay: 0.01 }),
    tables: chosen('rowwise_adagrad', { epsilon: 1e-10, weight_decay: 0.003 }),
    clip: undefined,
  }
  const rates = { learning_rate: 0.1, table_learning_rate: 0.02 }

  /** loss = sum(p * c) + total(sum(t * d)): gradients are the feeds c and d. */
  function linear(clip: number | undefined) {
    const world = new World(5)
    const { g } = world
    const p = world.value([2])
    const table = world.table('t', 3, 2)
    const c = world.feed({ kind: 'hyper', name: 'c' }, 'float32', [2], noRows, world.signed)
    const index = world.feed(
      { kind: 'encoded', feature: 'f', as: { kind: 'row', table: 't' } },
      'int32',
      [],
      at('user', 'search'),
      () => 1,
    )
    const used = g.total(g.sum(g.lookup(table, index), [0]))
    const graph = world.graph([{ kind: 'loss', value: g.add(g.sum(g.mul(p, c), [0]), used) }])
    return { world, p, step: runPasses(graph, [differentiate, optimize({ ...optimizers, clip })], { verify: true }) }
  }

  it('updates parameters as Adam with decoupled decay, tables as row-wise Adagrad', () => {
    const { world, p, step } = linear(undefined)
    const gradient = Array.from(world.feeds.get('hyper/c')!.data)
    // Both search users look at row 1: its gradient is 2 in each column, rows 0 and 2 have none.
    const rowGradients = [
      [0, 0],
      [2, 2],
      [0, 0],
    ]
    const feeds = new Map<string, ReferenceTensor>(world.feeds)
    feeds.set(`state/parameter/${p}/mean`, rowFree([2], [0, 0]))
    feeds.set(`state/parameter/${p}/variance`, rowFree([2], [0, 0]))
    feeds.set('state/table/t/accumulator', { ...feeds.get('table/t')!, data: Float64Array.of(0.1, 0.1, 0.1) })
    const value = Array.from(feeds.get(p)!.data)
    const [m, v] = [
      [0, 0],
      [0, 0],
    ]
    const rows = [0, 1, 2].map((row) => Array.from(feeds.get('table/t')!.data.slice(2 * row, 2 * row + 2)))
    const accumulator = [0.1, 0.1, 0.1]

    for (let t = 1; t <= 3; t++) {
      feeds.set('hyper/bias_correction_1', rowFree([], [1 - 0.9 ** t]))
      feeds.set('hyper/bias_correction_2', rowFree([], [1 - 0.999 ** t]))
      for (const [name, rate] of Object.entries(rates)) feeds.set(`hyper/${name}`, rowFree([], [rate]))
      const out = evaluateGraph(step, feeds, world.rows)
      // Algorithm 1 of arXiv 1412.6980 with the decay of arXiv 1711.05101, algorithm 2.
      for (const [i, g] of gradient.entries()) {
        m[i] = 0.9 * m[i]! + 0.1 * g
        v[i] = 0.999 * v[i]! + 0.001 * g * g
        const moved = m[i]! / (1 - 0.9 ** t) / (Math.sqrt(v[i]! / (1 - 0.999 ** t)) + 1e-8)
        value[i] = value[i]! - 0.1 * moved - 0.1 * 0.01 * value[i]!
      }
      for (const [r, g] of rowGradients.entries()) {
        accumulator[r] = accumulator[r]! + (g[0]! ** 2 + g[1]! ** 2) / 2
        for (const i of [0, 1])
          rows[r]![i] =
            rows[r]![i]! - (0.02 * g[i]!) / (Math.sqrt(accumulator[r]!) + 1e-10) - 0.02 * 0.003 * rows[r]![i]!
      }
      for (const port of [
        p,
        `state/parameter/${p}/mean`,
        `state/parameter/${p}/variance`,
        'table/t',
        'state/table/t/accumulator',
      ])
        feeds.set(port, { ...feeds.get(port)!, data: out.get(`update/${port}`)!.data })
      value.forEach((number, i) => {
        expect(feeds.get(p)!.data[i]).toBeCloseTo(number, 10)
      })
      rows.flat().forEach((number, i) => {
        expect(feeds.get('table/t')!.data[i]).toBeCloseTo(number, 10)
      })
    }
  })

  it('clips dense gradients by their norm together', () => {
    const { world, p, step } = linear(0.5)
    const feeds = new Map(world.feeds)
    const zeros = rowFree([2], [0, 0])
    feeds.set(`state/parameter/${p}/mean`, zeros).set(`state/parameter/${p}/variance`, zeros)
    feeds.set('state/table/t/accumulator', { ...feeds.get('table/t')!, data: Float64Array.of(0, 0, 0) })
    for (const name of ['bias_correction_1', 'bias_correction_2', 'learning_rate', 'table_learning_rate'])
      feeds.set(`hyper/${name}`, rowFree([], [1]))
    const gradient = Array.from(world.feeds.get('hyper/c')!.data)
    const norm = Math.hypot(...gradient)
    expect(norm).toBeGreaterThan(0.5)
    const mean = evaluateGraph(step, feeds, world.rows).get(`update/state/parameter/${p}/mean`)!.data
    gradient.forEach((g, i) => {
      expect(mean[i]).toBeCloseTo((0.1 * g * 0.5) / norm, 10)
    })
  })

  it('leaves losses and updates as the only outputs', () => {
    const { step } = linear(undefined)
    expect(step.outputs.every(isOutput('loss', 'task_loss', 'update'))).toBe(true)
  })
})
