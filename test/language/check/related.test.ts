import { describe, expect, test } from 'vitest'
import { check, type Files, program, shared, trunk } from '../programs.ts'

const files: Files = {
  '/shared.ctr': shared,
  '/pooled.ctr':
    'import { pool_mean } from "ctr:std"\nexport module pooled<D, L>(terms: list<[D], L>) -> [D] { return pool_mean(terms) }\n',
  '/intent.ctr':
    'import { pooled } from "./pooled.ctr"\nexport module intent<D, L>(terms: list<[D], L>) -> [D] { return pooled(terms) }\n',
  '/main.ctr': `import "./shared.ctr"
import { linear } from "ctr:std"
import { intent } from "./intent.ctr"
model m on home_feed, search {
  trunk {
    let wanted = intent(embed(query_terms))
    predict click = linear(wanted)
  }
  calibrate click with platt
}
`,
}

/** The messages of a diagnostic's related places, each with the text at its place. */
const wayOf = (of: Files, code: string) =>
  check(of)
    .filter((each) => each.code === code)
    .flatMap(({ related }) => related)
    .map(({ message, span }) => `${message}: ${span.file} ${(of[span.file] ?? '').slice(span.start, span.end)}`)

describe('related places', () => {
  test('lead from a feature through the modules that it went', () => {
    expect(wayOf(files, 'CTR2001')).toEqual([
      "'query_terms' is declared on search here: /shared.ctr query_terms",
      "'query_terms' is read here: /main.ctr embed(query_terms)",
      "returned by 'pool_mean', called here: /pooled.ctr pool_mean(terms)",
      "returned by 'pooled', called here: /intent.ctr pooled(terms)",
      "returned by 'intent', called here: /main.ctr intent(embed(query_terms))",
      "its block is 'on search': /shared.ctr search",
    ])
  })

  test('lead from a line of the library out to the call', () => {
    const found = check(trunk('let h = mlp(embed(user_id), units: [0])\npredict click = linear(h)'))
    const [mistake] = found
    expect(mistake?.span?.file).toBe('/main.ctr')
    expect(mistake?.related.map(({ message, span }) => `${message} ${span.file}`)).toEqual([
      "in 'dense', here ctr:std/dense.ctr",
      "in 'mlp', here ctr:std/mlp.ctr",
    ])
  })

  test("lead from a line of a user's module to the calls", () => {
    const text = `module inner<N>(x: [N]) -> [N] { return x + [1] }
module outer<N>(x: [N]) -> [N] { return inner(x) }
model m on home_feed, search {
  trunk { predict click = linear(outer(embed(user_id))) }
  calibrate click with platt
}
`
    const of = program(text)
    const [mistake] = check(of)
    expect(of['/main.ctr']?.slice(mistake?.span?.start, mistake?.span?.end)).toBe('x + [1]')
    expect(mistake?.related.map(({ message }) => message)).toEqual([
      "in 'inner', called here",
      "in 'outer', called here",
    ])
  })

  test('name the read for which a staged surface needs a value', () => {
    const of = program(`surface related_pins
features of request on home_feed, search { depth : float default 0 }
model m on home_feed, search, related_pins staged {
  trunk {
    let deep = log1p(depth)
    export let user = concat(embed(user_id), deep)
  }
  calibrate click with platt
}
tower home_feed of m { predict click = linear(user) }
tower search of m { predict click = linear(user) }
tower related_pins of m { predict click = linear(user) }
`)
    expect(wayOf(of, 'CTR2001').slice(-3, -1)).toEqual([
      "'deep' is read by the trunk here: /main.ctr deep",
      "'user' is read by tower 'related_pins' here: /main.ctr user",
    ])
  })

  test('show the label that a feature was taken for', () => {
    expect(wayOf(trunk('predict click = linear(concat(click, embed(user_id)))'), 'CTR2007')).toEqual([
      'declared as such here: /shared.ctr clicked == 1',
    ])
  })
})
