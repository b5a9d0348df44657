import { describe, expect, test } from 'vitest'
import { evaluateGraph, referenceTensor } from '../../../src/graph/evaluate-graph.ts'
import type { Graph } from '../../../src/graph/graph.ts'
import { portName } from '../../../src/graph/ports.ts'
import { rowEnvironment } from '../../../src/graph/row-environment.ts'
import { encodeOnHost } from '../../../src/passes/encode-on-host.ts'
import { check, graphOf, program, trunk } from '../programs.ts'

const namesOf = (graph: Graph): readonly string[] => graph.parameters.map(({ name }) => name)

const model = (body: string): Graph =>
  graphOf(
    program(`features of ad { x : [2] default 0 }
model m on home_feed, search {
  trunk {
${body}
  }
  calibrate click, long_click with platt
}
`),
  )

/** The log-odds of a task, of one row of each surface where x is [1, 2], by the reference evaluator. */
function evaluated(graph: Graph, task: string, parameters: Readonly<Record<string, readonly number[]>>) {
  const encoded = encodeOnHost.run(graph)
  const feeds = encoded.ops.flatMap((op) => {
    if (op.kind !== 'input') return []
    const { port } = op.attributes
    const data = port.kind === 'parameter' ? (parameters[port.parameter] ?? []) : [1, 2, 1, 2]
    return [[portName(port), referenceTensor(op.type, data)] as const]
  })
  const batch = ['home_feed', 'search'].map((surface) => ({ surface, groups: {} }))
  const results = evaluateGraph(encoded, new Map(feeds), rowEnvironment(encoded.levels, batch))
  return batch.map(({ surface }) => results.get(`logit/${task}/${surface}`)!.data[0])
}

const ofBothKeys = (first: string, second: string): Graph =>
  model(`let own = each a in ${first} { each b in ${second} {
  param w : [2]
  sum(x * w)
} }
predict click      = own[surface]
predict long_click = own[surface]`)

describe('an each in an each', () => {
  const weights = {
    'home_feed.click': [1, 0],
    'home_feed.long_click': [0, 1],
    'search.click': [3, 0],
    'search.long_click': [0, 3],
  }
  const flipped = (name: string): string => name.split('.').toReversed().join('.')

  test.each([
    ['surfaces', 'tasks', (name: string) => name],
    ['tasks', 'surfaces', flipped],
  ])(
    'of %s and %s has parameters named by both keys, and each row and predict reads its own',
    (first, second, named) => {
      const graph = ofBothKeys(first, second)
      const parameters = Object.entries(weights).map(([name, w]) => [`trunk.own.${named(name)}.w`, w] as const)
      expect(namesOf(graph)).toEqual(parameters.map(([name]) => name).toSorted())
      expect(evaluated(graph, 'click', Object.fromEntries(parameters))).toEqual([1, 3])
      expect(evaluated(graph, 'long_click', Object.fromEntries(parameters))).toEqual([2, 6])
    },
  )
})

describe('all', () => {
  const body = `let t = each k in tasks {
  param w : [2]
  sum(x * w)
}
let both = concat(all(t))
predict click      = sum(concat(all(t)) * concat(1, 10))
predict long_click = sum(both * concat(1, 10))`

  test("lists every task's entry in order of name, in a predict too", () => {
    const parameters = { 'trunk.t.click.w': [1, 1], 'trunk.t.long_click.w': [2, 2] }
    expect(evaluated(model(body), 'click', parameters)).toEqual([63, 63])
    expect(evaluated(model(body), 'long_click', parameters)).toEqual([63, 63])
  })

  test('names what a loop through it makes by the tasks', () => {
    const names = namesOf(
      model(`${body.split('\n').slice(0, 4).join('\n')}
let each_own = for e in all(t) { dense(concat(e), units: 1, bias: false) }
predict click      = sum(concat(each_own))
predict long_click = t`),
    )
    expect(names.filter((name) => name.includes('each_own'))).toEqual([
      'trunk.each_own.e.click.w',
      'trunk.each_own.e.long_click.w',
    ])
  })

  test("of both keys has a fix: each row's entries", () => {
    const found = check(
      trunk(
        `let v = each s in surfaces { each t in tasks { linear(embed(user_id)) } }\npredict click = sum(stack(all(v)))`,
      ),
    )
    expect(found.map(({ code, fixes }) => [code, fixes[0]?.edits[0]?.text])).toEqual([['CTR2070', '[surface]']])
  })
})

test.each(['sum(x * (w * own))[surface]', 'sum(x * (w * own[surface]))'])(
  'a parameter per surface beside one of all: %s',
  (logit) => {
    const graph = model(`param w : [2]
param own : per surfaces [2] = ones
let z = ${logit}
predict click      = z
predict long_click = z`)
    expect(namesOf(graph)).toEqual(['trunk.own.home_feed', 'trunk.own.search', 'trunk.w'])
    const parameters = { 'trunk.own.home_feed': [1, 10], 'trunk.own.search': [100, 1000], 'trunk.w': [2, 3] }
    // 1 * 2 * 1 + 2 * 3 * 10, and 1 * 2 * 100 + 2 * 3 * 1000.
    expect(evaluated(graph, 'click', parameters)).toEqual([62, 6200])
  },
)
