import { describe, expect, it } from 'vitest'
import { evaluateGraph, rowFree } from '../../src/graph/evaluate-graph.ts'
import { verify } from '../../src/graph/verify.ts'
import { attachCalibration } from '../../src/passes/attach-calibration.ts'
import { runPasses } from '../../src/passes/pipeline.ts'
import { prune } from '../../src/passes/prune.ts'
import { at, on, World } from '../graph/world.ts'

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

/** A search model whose logit is the user's age, a required number; users of the search rows are 1 2 1. */
function served(views: readonly string[], calibrated: readonly string[], ages: readonly number[]) {
  const world = new World(1)
  let next = 0
  const port = { kind: 'feature', feature: 'age', part: 'value' } as const
  const raw = world.feed(port, 'float32', [], at('user', 'search'), () => ages[next++]!)
  const age = world.builder.add('number', [raw], { sentinel: undefined, default: undefined })
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
