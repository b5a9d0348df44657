import { describe, expect, test } from 'vitest'
import type { Graph } from '../../../src/graph/graph.ts'
import { outputName } from '../../../src/graph/outputs.ts'
import { check, graphOf, program, trunk } from '../programs.ts'

const gated = (gates: string) => `mmoe(embed(user_id), experts: 1, units: [4], gates: ${gates})`
const countOf = (graph: Graph, kind: string): number => graph.ops.filter((op) => op.kind === kind).length

describe('entries', () => {
  test('of surfaces are joined once by [surface], each from its own rows', () => {
    const graph = graphOf(trunk(`let v = ${gated('surfaces')}\nlet own = v[surface]\npredict click = sum(own)`))
    const joins = graph.ops.filter((op) => op.kind === 'join')
    expect(joins.map((op) => op.kind === 'join' && op.attributes.parts.map(({ key }) => key))).toEqual([
      ['home_feed', 'search'],
    ])
    expect(countOf(graph, 'softmax')).toBe(2)
  })

  test('of surfaces and tasks: a tower and a predict leave one', () => {
    const files = program(`model m on home_feed, search {
  trunk { export let v = ${gated('[surfaces, tasks]')} }
  calibrate click, long_click with platt
}
tower home_feed of m { predict click = linear(v) }
tower search of m { predict long_click = linear(v) }
`)
    const gates = graphOf(files)
      .parameters.map(({ name }) => name)
      .filter((name) => name.endsWith('dense.w'))
    expect(gates).toEqual(['trunk.v.home_feed.click.dense.w', 'trunk.v.search.long_click.dense.w'])
  })

  test('of tasks: each predict reads its own', () => {
    const graph = graphOf(trunk(`let v = ${gated('tasks')}\npredict click = sum(v)\npredict long_click = sum(v * 2)`))
    expect(graph.outputs.map(outputName).sort()).toEqual([
      'logit/click/home_feed',
      'logit/click/search',
      'logit/long_click/home_feed',
      'logit/long_click/search',
    ])
    expect(countOf(graph, 'softmax')).toBe(2)
  })

  test.each([
    'sum(v)',
    'max(v)',
    'mean(v, axis: 0)',
    'relu(v) + 1',
    'reshape(v, [2, 2])',
    'v[1..3]',
    'concat(v, v)',
    'repeat(v, times: 2)',
  ])('are kept by %s', (value) => {
    const body = `let v = ${gated('surfaces')}\nlet w = ${value}\npredict click = sum(w[surface])`
    expect(check(trunk(body)).filter(({ severity }) => severity === 'error')).toEqual([])
  })

  test('reach a module without parameters one by one, and no module with parameters', () => {
    const modules = `export module plain<N>(x: [N]) -> [N] { return x * 2 }
export module scaled<N>(x: [N]) -> [N] {
  param w : [N]
  return x * w
}
`
    const model = (module: string) =>
      program(`${modules}model m on home_feed, search {
  trunk {
    let v = ${gated('surfaces')}
    let w = ${module}(v)
    predict click = sum(w[surface])
  }
  calibrate click with platt
}
`)
    expect(check(model('plain'))).toEqual([])
    expect(check(model('scaled')).map(({ code }) => code)).toEqual(['CTR2005'])
  })
})
