import { describe, expect, test } from 'vitest'
import { algebra } from '../../../../src/graph/algebra.ts'
import { referenceTensor } from '../../../../src/graph/evaluate-graph.ts'
import { portName } from '../../../../src/graph/ports.ts'
import { rowEnvironment } from '../../../../src/graph/row-environment.ts'
import { sizeOf } from '../../../../src/graph/types.ts'
import { extend } from '../../../../src/passes/rewrite.ts'
import { expectCentralDifferences } from '../../../graph/central-differences.ts'
import { check, graphOf, program, trunk } from '../../programs.ts'
import { graphOfCall } from '../../stdlib/programs.ts'
import { evaluated } from '../evaluated.ts'

const saidOf = (body: string): readonly string[] => check(trunk(body)).map(({ code, message }) => `${code} ${message}`)

/** By another way: 1 / p - 1 = (1 + exp(-a)) (1 + exp(-b)) ... - 1, from logarithms that lose nothing near 1. */
const logOddsOfProduct = (...links: readonly number[]): number =>
  -Math.log(Math.expm1(links.reduce((sum, link) => sum + Math.log1p(Math.exp(-link)), 0)))

const numbers = [-80, -30, -2, -0.1, 0, 0.7, 3, 25, 80]

describe('chain', () => {
  test('is the log-odds of a product of probabilities, to 80 on either side', () => {
    for (const a of numbers)
      for (const b of numbers)
        expect(evaluated('chain(x[0], x[1])', [a, b])[0], `${a}, ${b}`).toBeCloseTo(logOddsOfProduct(a, b), 9)
  })

  test('of three is associative', () => {
    for (const x of [
      [-80, 80, 1],
      [0, 0, 0],
      [40, 41, 42],
      [-3, 2, -60],
    ]) {
      const wanted = logOddsOfProduct(...x)
      for (const y of ['chain(x[0], x[1], x[2])', 'chain(x[0], chain(x[1], x[2]))', 'chain([x[2], x[0]], x[1])'])
        expect(evaluated(y, x)[0], `${y} of ${x}`).toBeCloseTo(wanted, 9)
    }
  })

  test('has the gradient that differences have', () => {
    for (const x of [
      [0.5, -1],
      [30, -2],
      [-20, 3],
    ]) {
      const graph = graphOfCall({
        modules: 'dense',
        y: 'chain(dense(x, units: 1), x[0] * x[1], x[1])',
        width: 2,
        result: [1],
      })
      const builder = extend(graph)
      const g = algebra(builder)
      const loss = graph.outputs.map(({ value }) => g.total(value)).reduce((a, b) => g.add(a, b))
      const trained = builder.finish({ ...graph, outputs: [...graph.outputs, { kind: 'loss', value: loss }] })
      const feeds = trained.ops.flatMap((op) => {
        if (op.kind !== 'input') return []
        const name = portName(op.attributes.port)
        const data = name === 'number/x' ? [...x, ...x] : Array.from({ length: sizeOf(op.type.shape) * 2 }, () => 0.75)
        const size = op.type.rows.kind === 'none' ? data.length / 2 : data.length
        return [[name, referenceTensor(op.type, data.slice(0, size))] as const]
      })
      const rows = rowEnvironment(
        graph.levels,
        ['first', 'second'].map((surface) => ({ surface, groups: {} })),
        new Map(),
      )
      expect(expectCentralDifferences(trained, new Map(feeds), rows)).toHaveLength(2)
    }
  })

  test('reads predictions of its part and those above, with their weights', () => {
    const files = program(`model m on home_feed, search {
  trunk {
    let user = embed(user_id)
    predict click = linear(user)
  }
  calibrate click, conversion, purchase with platt
}
tower home_feed of m {
  let click = linear(embed(pin_id))              // another value of that name, which is no prediction
  predict conversion = click
  predict purchase = chain(click, conversion)
}
tower search of m {
  predict click = linear(embed(pin_id))
  predict purchase = chain(click, linear(embed(country)))
}
`)
    const graph = graphOf(files)
    const reached = (surface: string): readonly string[] => {
      const byId = new Map(graph.ops.map((op) => [op.id, op]))
      const output = graph.outputs.find(
        (each) => each.kind === 'logit' && each.task === 'purchase' && each.surface === surface,
      )
      const found = new Set<string>()
      const waiting = [output!.value]
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
        if (found.has(id)) continue
        found.add(id)
        waiting.push(...(byId.get(id)?.inputs ?? []))
      }
      return graph.parameters.map(({ name }) => name).filter((name) => name.endsWith('.w') && found.has(name))
    }
    expect(reached('home_feed')).toEqual(['home_feed.click.w', 'trunk.click.w'])
    expect(reached('search')).toEqual(['search.click.w', 'search.purchase.linear.w'])
  })

  test.each([
    [
      'predict purchase = chain(click, save)\npredict save = linear(v)',
      "CTR3013 argument 'links' of 'chain' is 'save', which is not predicted before, expected what the trunk or a part above it predicts before this line",
    ],
    ['predict purchase = chain(click, clack)', "CTR1501 there is no name 'clack'"],
    [
      'predict purchase = chain(click, sigmoid(sum(v)))',
      "CTR3013 argument 'links' of 'chain' is a probability, expected a log-odds: leave the sigmoid out",
    ],
    ['predict purchase = chain(click, v)', 'CTR2017 predict purchase takes one logit per row, but this is [8]'],
    ['predict purchase = chain()', "CTR3011 'chain' needs an argument 'values'"],
    ['predict purchase = chain(click, by: 1)', "CTR3010 'chain' has no argument 'by'"],
  ])('%s is one mistake', (body, message) => {
    const said = saidOf(`let v = embed(user_id)\npredict click = linear(v)\n${body}`)
    expect(
      said.filter((each) => !/^CTR(2019|1557|2025)/.test(each)).map((each) => each.slice(0, message.length)),
    ).toEqual([message])
  })
})
