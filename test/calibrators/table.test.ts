import { describe, expect, it } from 'vitest'
import { calibratorNamed, calibratorNames, isCalibrator, reservedCalibrators } from '../../src/calibrators/table.ts'
import { evaluateGraph, rowFree } from '../../src/graph/evaluate-graph.ts'
import { noRows } from '../../src/graph/types.ts'
import { World } from '../graph/world.ts'
import { turnsIn } from '../host/turns.ts'

const logits = [-7, -1.5, -0.1, 0, 0.3, 2, 9]

/** Values that no method has as its identity. */
const elsewhere = (names: readonly string[]) => Object.fromEntries(names.map((name, i) => [name, 1.5 + i / 4]))

describe.each(calibratorNames)('%s', (name) => {
  const definition = calibratorNamed(name)
  const names = Object.keys(definition.identity)

  it('leaves logits as they are with its identity', () => {
    expect(logits.map(definition.apply(definition.identity))).toEqual(logits)
    expect(definition.problem(definition.identity)).toBeUndefined()
  })
  it('has one formula: the graph gives what the host does', () => {
    const world = new World(1)
    const { g } = world
    const values = elsewhere(names)
    const input = (port: string, shape: readonly number[]) =>
      g.input({ kind: 'parameter', parameter: port }, { dtype: 'float32', shape, rows: noRows })
    const parameters = Object.fromEntries(names.map((each) => [each, input(each, [])]))
    const graph = world.graph([
      { kind: 'value', name: 'calibrated', value: definition.graph(g, input('logit', [logits.length]), parameters) },
    ])
    const feeds = new Map([['logit', rowFree([logits.length], logits)]])
    for (const each of names) feeds.set(each, rowFree([], [values[each]!]))
    const found = Array.from(evaluateGraph(graph, feeds, world.rows).get('calibrated')!.data)
    const expected = logits.map(definition.apply(values))
    expected.forEach((value, i) => {
      expect(found[i]).toBeCloseTo(value, 12)
    })
    expect(expected).not.toEqual(logits)
  })
  it('is order-preserving where the fit gives its values', async () => {
    const labels = Uint8Array.of(0, 0, 1, 0, 1, 1, 1)
    const { values } = await definition.fit({
      logits: Float64Array.from(logits),
      labels,
      weights: new Float64Array(7).fill(1),
    })
    expect(Object.keys(values)).toEqual(names)
    expect(definition.problem(values)).toBeUndefined()
    const calibrated = logits.map(definition.apply(values))
    expect(calibrated).toEqual([...calibrated].sort((a, b) => a - b))
  })
  it('is fitted in passes, between which Ctrl-C is heard', async () => {
    const labels = Uint8Array.of(0, 0, 1, 0, 1, 1, 1)
    const of = { logits: Float64Array.from(logits), labels, weights: new Float64Array(7).fill(1) }
    expect(await turnsIn(() => definition.fit(of))).toBeGreaterThan(2)
  })
  it('refuses values that are missing or no number', () => {
    const [first = ''] = names
    expect(definition.problem({ ...definition.identity, [first]: Number.NaN })).toBe(`its ${first} is no finite number`)
    expect(definition.problem({})).toBe(`its ${first} is no finite number`)
  })
})

it('announces no method that is there', () => {
  expect(reservedCalibrators.filter(isCalibrator)).toEqual([])
})
