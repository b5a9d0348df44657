import { describe, expect, test } from 'vitest'
import { check, codesOf, graphOf, program } from '../programs.ts'

const head = `model m on home_feed, search {
  trunk { export let user = embed(user_id) }
  calibrate click with platt
}
`
const body = `{
  let h = mlp(user, units: [4])
  predict click = linear(h)
}
`

describe('a tower of each surface', () => {
  const written = graphOf(program(`${head}tower home_feed of m ${body}tower search of m ${body}`))

  test.each([
    ['alone', `tower each surface of m ${body}`],
    ["beside a surface's own", `tower search of m ${body}tower each surface of m ${body}`],
  ])('%s has the parameters and ops of towers that are written out', (_, towers) => {
    const graph = graphOf(program(head + towers))
    expect(graph.parameters).toEqual(written.parameters)
    const opsOf = ({ ops }: typeof graph) =>
      ops.map(({ kind, type, attributes }) => JSON.stringify([kind, type, attributes]))
    expect(opsOf(graph)).toEqual(opsOf(written))
  })
})

const dataset = (labels: string): string => `dataset dwell {
  query:   "select * from read_parquet('{root}/log.parquet')"
  surface: { column: view_type, values: { 1: home_feed, 2: search.results, 7: search.guided } }
  labels:  { click: clicked == 1, long_click: ${labels} }
  splits:  { train: day < 20 }
}
train m { dataset: dwell }
`

describe('a prediction without labels of a tower of each surface', () => {
  const withPrediction = (predict: string, labels: string) =>
    program(`${head.replace('click with', 'click, long_click with')}tower each surface of m {
  predict click = linear(user)
  predict long_click${predict} = linear(user)
}
${dataset(labels)}`)

  test('is warned of where one surface has none, with the fix that names those that have', () => {
    const found = check(withPrediction('', '{ search: dwell_seconds > 10 }'))
    expect(found.map(({ code, message }) => [code, message.slice(0, 44)])).toEqual([
      ['CTR2025', "no row of home_feed has a label of 'long_cli"],
    ])
    expect(found[0]!.fixes.map(({ kind, edits }) => [kind, edits.map(({ text }) => text)])).toEqual([
      ['on', [' on search']],
    ])
    const files = withPrediction('', '{ search: dwell_seconds > 10 }')
    const [edit] = found[0]!.fixes[0]!.edits
    const text = files['/main.ctr']!
    const mended = text.slice(0, edit!.span.start) + edit!.text + text.slice(edit!.span.end)
    expect(codesOf({ ...files, '/main.ctr': mended })).toEqual([])
  })

  test('is none where it names the surfaces that have them', () => {
    expect(codesOf(withPrediction(' on search', '{ search: dwell_seconds > 10 }'))).toEqual([])
  })

  test('takes the place of what was named', () => {
    const found = check(withPrediction(' on home_feed, search', '{ search: dwell_seconds > 10 }'))
    expect(found.map(({ fixes }) => fixes[0]?.title)).toEqual(['predict on search'])
  })
})

test('a prediction on one surface reads what that surface alone has', () => {
  const files = program(`model m on home_feed, search {
  trunk {
    predict click = linear(embed(user_id))
    predict long_click on search = linear(pool_mean(embed(query_terms)))
  }
  calibrate click, long_click with platt
}
`)
  expect(check(files)).toEqual([])
  expect(graphOf(files).outputs).toHaveLength(3)
})
