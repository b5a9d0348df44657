import { describe, expect, it } from 'vitest'
import { evaluateGraph, referenceTensor, rowFree } from '../../src/graph/evaluate-graph.ts'
import { verify } from '../../src/graph/verify.ts'
import { attachCalibration } from '../../src/passes/attach-calibration.ts'
import { runPasses } from '../../src/passes/pipeline.ts'
import { prune } from '../../src/passes/prune.ts'
import { rowStatus } from '../../src/passes/row-status.ts'
import { at, on, World } from '../graph/world.ts'

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

/** A search model whose logit is the user's age, a required number or one with a default; users of the search rows are 1 2 1. */
function served(views: readonly string[], calibrated: readonly string[], ages: readonly number[], otherwise?: number) {
  const world = new World(1)
  let next = 0
  const port = { kind: 'feature', feature: 'age', part: 'value' } as const
  const raw = world.feed(port, 'float32', [], at('user', 'search'), () => ages[next++]!)
  const age = world.builder.add('number', [raw], { sentinel: undefined, default: otherwise })
  const value = world.g.spread(world.g.relu(age), 'candidate')
  const graph = world.graph([{ kind: 'logit', task: 'click', surface: 'search', value }])
  const attach = attachCalibration(
    new Map([['search', views]]),
    new Map(calibrated.map((task) => [task, { method: 'platt' }])),
  )
  return { world, graph: runPasses(graph, [prune(on('search')), attach], { verify: true }) }
}

describe('attach-calibration', () => {
  it('gives each view its own calibrator', () => {
    const { world, graph } = served(['results', 'guided'], ['click'], [1, 2])
    world.words('view', at('candidate', 'search'), ['guided', 'results', 'results'])
    world.feeds.set('calibration.click.search.results', rowFree([2], [2, -1]))
    world.feeds.set('calibration.click.search.guided', rowFree([2], [0.5, 3]))
    const out = evaluateGraph(graph, world.feeds, world.rows)
    expect(Array.from(out.get('click')!.data)).toEqual([sigmoid(0.5 * 1 + 3), sigmoid(2 * 2 - 1), sigmoid(2 * 1 - 1)])
    expect(Array.from(out.get('click.logit')!.data)).toEqual([1, 2, 1])
    expect(Array.from(out.get('status')!.data)).toEqual([0, 0, 0])
    expect(graph.parameters.map(({ name, initial }) => [name, initial])).toEqual([
      ['calibration.click.search.guided', { kind: 'values', values: [1, 0] }],
      ['calibration.click.search.results', { kind: 'values', values: [1, 0] }],
    ])
  })
  it('has no view input with one view', () => {
    const { world, graph } = served(['default'], ['click'], [1, 2])
    world.feeds.set('calibration.click.search.default', rowFree([2], [1, 1]))
    expect(graph.ops.flatMap(({ id, kind }) => (kind === 'input' ? [id] : []))).toEqual([
      'age',
      'calibration.click.search.default',
    ])
    // A logit of rows has them already.
    expect(graph.ops.map(({ kind }) => kind)).not.toContain('join')
    const out = evaluateGraph(graph, world.feeds, world.rows)
    expect(Array.from(out.get('click')!.data)).toEqual([2, 3, 2].map(sigmoid))
  })
  it('serves a task without a calibrator as it is', () => {
    const { world, graph } = served(['default'], [], [1, 2])
    expect(Array.from(evaluateGraph(graph, world.feeds, world.rows).get('click')!.data)).toEqual([1, 2, 1].map(sigmoid))
    expect(graph.parameters).toEqual([])
  })
  it('gives no score where a required number is missing or the view is unknown, and a status; other rows are served', () => {
    const { world, graph } = served(['results', 'guided'], [], [Number.NaN, 2])
    world.words('view', at('candidate', 'search'), ['results', 'results', 'grid'])
    const missing = evaluateGraph(graph, world.feeds, world.rows)
    // Rows 0 and 2 are the user without an age: the first reason that holds.
    expect(Array.from(missing.get('status')!.data)).toEqual([1, 0, 1])
    expect(Array.from(missing.get('click')!.data)).toEqual([Number.NaN, sigmoid(2), Number.NaN])

    const unknown = served(['results', 'guided'], [], [1, 2])
    unknown.world.words('view', at('candidate', 'search'), ['results', 'results', 'grid'])
    const out = evaluateGraph(unknown.graph, unknown.world.feeds, unknown.world.rows)
    expect(Array.from(out.get('status')!.data)).toEqual([0, 0, 2])
    expect(Array.from(out.get('click')!.data)).toEqual([sigmoid(1), sigmoid(2), Number.NaN])
    expect(Array.from(out.get('click.logit')!.data)).toEqual([1, 2, Number.NaN])
  })
  it('asks of a number whether it is there, and of one with a default nothing', () => {
    const asked = (otherwise?: number) => {
      const { world, graph } = served(['default'], [], [Number.NaN, 2], otherwise)
      const { data } = evaluateGraph(graph, world.feeds, world.rows).get('status')!
      return { status: Array.from(data), ops: graph.ops.filter(({ id }) => id.startsWith('promise.age/')).length }
    }
    expect(asked()).toEqual({ status: [1, 0, 1], ops: expect.any(Number) })
    expect(asked().ops).toBeGreaterThan(0)
    expect(asked(3)).toEqual({ status: [0, 0, 0], ops: 0 })
  })
  it('gives no score where lists that meet step by step have different numbers of elements', () => {
    const world = new World(1)
    const rows = at('candidate', 'search')
    const table = world.table('ads', 5, 1)
    const list = (feature: string, lengths: readonly number[]): string => {
      let next = 0
      world.feeds.set(`${feature}.length`, referenceTensor({ dtype: 'int64', shape: [], rows }, lengths))
      const ids = world.feed({ kind: 'feature', feature, part: 'value' }, 'int64', [2], rows, () => next++)
      return world.g.lookup(table, world.builder.add('table_row', [ids], { table: 'ads' }))
    }
    const steps = world.g.add(list('seen', [2, 1, 0]), list('shown', [2, 2, -1]))
    const graph = runPasses(
      world.graph([{ kind: 'logit', task: 'click', surface: 'search', value: world.g.sum(steps, [0, 1]) }]),
      [prune(on('search')), attachCalibration(new Map([['search', ['default']]]), new Map())],
      { verify: true },
    )
    // A missing list is an empty one.
    const out = evaluateGraph(graph, world.feeds, { ...world.rows, rowOf: () => 0 })
    expect(Array.from(out.get('status')!.data)).toEqual([rowStatus.served, rowStatus.unequalLists, rowStatus.served])
    expect(graph.ops.find(({ kind }) => kind === 'parallel_fault')?.id).toBe('promise.seen.shown.length/parallel_fault')
  })
  it('has a contract that is checked', () => {
    const world = new World(1)
    const graph = world.graph([
      { kind: 'logit', task: 'click', surface: 'search', value: world.value([], at('candidate', 'search')) },
    ])
    expect(verify(graph)).toEqual([])
    const attach = attachCalibration(new Map([['search', ['default']]]), new Map())
    expect(() => runPasses(graph, [attach])).toThrow('attach-calibration requires one-surface')
  })
})
