import { describe, expect, test } from 'vitest'
import type { Diagnostic, Fix } from '../../../src/diagnostics/diagnostic.ts'
import { check, type Files, program, shared, trunk } from '../programs.ts'

/** The files after a fix: its edits from the last to the first, so that none moves another; at one place the first ends up first. */
function applied(files: Files, { edits }: Fix): Files {
  const result: Record<string, string> = { ...files }
  for (const { span, text } of edits.toReversed().toSorted((a, b) => b.span.start - a.span.start)) {
    const before = result[span.file]
    if (before === undefined) throw new Error(`a fix edits ${span.file}, which is not of the program`)
    result[span.file] = before.slice(0, span.start) + text + before.slice(span.end)
  }
  return result
}

const errorsOf = (files: Files): readonly Diagnostic[] => check(files).filter(({ severity }) => severity === 'error')

const twoTowers = (home: string, search: string, body: string): Files =>
  program(`model m on home_feed, search {
  trunk {
${body}
  }
  calibrate click with platt
}
tower home_feed of m ${home}
tower search of m ${search}
`)

const queryOfTower =
  '    export let query = pool_mean(embed(query_terms))   // of search\n    export let user = embed(user_id)'

const inFiles: Files = {
  '/shared.ctr': shared,
  '/modules/asked.ctr':
    'export module asked<D, L>(terms: list<[D], L>) -> [D] { return mask(terms) @ values(terms) }\n',
  '/main.ctr': `import "./shared.ctr"
import { asked } from "./modules/asked.ctr"
import { dense, mlp } from "ctr:std"
import "./towers/home_feed.ctr"
import "./towers/search.ctr"
model m on home_feed, search {
  trunk {
    let hidden = dense(embed(pin_id), units: 4)
    export let user = embed(user_id)
    export let query = mlp(concat(asked(embed(query_terms)), hidden), units: [4])
  }
  calibrate click with platt
}
`,
  '/towers/home_feed.ctr': 'import { linear } from "ctr:std"\ntower home_feed of m { predict click = linear(user) }\n',
  '/towers/search.ctr':
    '// Owned by the search team.\nimport { linear } from "ctr:std"\ntower search of m {\n  predict click = linear(concat(user, query))\n}\n',
}

/** Each with the code that is fixed, and how many ways out there are. */
const cases: readonly (readonly [string, string, number, Files])[] = [
  [
    'a let that one tower reads',
    'CTR2001',
    3,
    twoTowers('{ predict click = linear(user) }', '{\n  predict click = linear(concat(user, query))\n}', queryOfTower),
  ],
  [
    'into a tower of one line',
    'CTR2001',
    3,
    twoTowers('{ predict click = linear(user) }', '{ predict click = linear(concat(user, query)) }', queryOfTower),
  ],
  [
    'a let that shares its line',
    'CTR2001',
    3,
    program(`model m on home_feed, search {
  trunk { export let query = pool_mean(embed(query_terms)) }
  calibrate click with platt
}
tower home_feed of m { predict click = linear(embed(user_id)) }
tower search of m { predict click = linear(query) }
`),
  ],
  ['files of their owners: exports and imports come along', 'CTR2001', 3, inFiles],
  [
    'a let that the trunk reads too stays there',
    'CTR2001',
    2,
    trunk('let query = pool_mean(embed(query_terms))\npredict click = linear(query)'),
  ],
  ['a sequence', 'CTR2001', 2, trunk('let terms = embed(query_terms)\npredict click = linear(pool_mean(terms))')],
  [
    'behind brackets',
    'CTR2001',
    2,
    trunk('let n = (length(embed(query_terms)) + 1)\npredict click = linear(concat(n))'),
  ],
  ['a prediction', 'CTR2001', 2, trunk('predict click = linear(pool_mean(embed(query_terms)))')],
  [
    'what a staged tower reaches',
    'CTR2001',
    2,
    program(`surface related_pins
features of request on home_feed, search { depth : float default 0 }
model m on home_feed, search, related_pins staged {
  trunk { export let user = concat(embed(user_id), depth) }
  calibrate click with platt
}
tower home_feed of m { predict click = linear(user) }
tower search of m { predict click = linear(user) }
tower related_pins of m { predict click = linear(user) }
`),
  ],
  [
    "another surface's entry",
    'CTR2004',
    1,
    trunk(`let gated = mmoe(embed(user_id), experts: 2, units: [4])
predict click = linear(gated[search])`),
  ],
  [
    'entries handed to a module',
    'CTR2005',
    1,
    trunk(`let gated = mmoe(embed(user_id), experts: 2, units: [4])
predict click = linear(gated)`),
  ],
  [
    'entries predicted',
    'CTR2005',
    1,
    trunk(`let gated = mmoe(embed(user_id), experts: 2, units: [4])
predict click = sum(gated)`),
  ],
  [
    'an entry of what has none',
    'CTR2006',
    1,
    trunk('let user = embed(user_id)\npredict click = linear(user[surface])'),
  ],
  [
    'a name that is not exported',
    'CTR2008',
    1,
    twoTowers(
      '{ predict click = linear(user) }',
      '{ predict click = linear(embed(pin_id)) }',
      '    let user = embed(user_id)',
    ),
  ],
  ['a needless else', 'CTR2020', 1, trunk('let user = embed(user_id) else zeros\npredict click = linear(user)')],
  ['a misspelled let', 'CTR1501', 1, trunk('let audience = embed(user_id)\npredict click = linear(audeince)')],
  ['a misspelled feature', 'CTR1501', 1, trunk('predict click = linear(embed(pin_ids))')],
  ['a module that is not imported', 'CTR1567', 1, trunk('predict click = linear(layer_norm(embed(pin_id)))')],
  ['a misspelled module', 'CTR1501', 1, trunk('predict click = linear(concat(liner(embed(pin_id)), embed(user_id)))')],
  ['a misspelled table', 'CTR1501', 1, trunk('predict click = linear(embed(pin_id, in: pin))')],
  [
    'a misspelled variable',
    'CTR1501',
    1,
    trunk('var state = embed(pin_id)\nstat = state\npredict click = linear(state)'),
  ],
  [
    'a misspelled surface of an entry',
    'CTR1501',
    1,
    trunk(`let gated = mmoe(embed(user_id), experts: 2, units: [4])
predict click = linear(gated[surfce])`),
  ],
  [
    "a module's misspelled argument",
    'CTR3010',
    1,
    trunk('let h = mlp(embed(user_id), unit: [4])\npredict click = linear(h)'),
  ],
  [
    "a built-in's misspelled argument",
    'CTR3010',
    1,
    trunk('let h = concat(embed(user_id), embed(pin_id), axs: 0)\npredict click = linear(h)'),
  ],
]

describe('each fix leaves a program without errors', () => {
  test.each(cases)('%s (%s)', (_, code, count, files) => {
    const found = check(files)
    const fixes = found.filter((each) => each.code === code).flatMap((each) => each.fixes)
    expect(found.map((each) => each.code)).toContain(code)
    expect(fixes).toHaveLength(count)
    for (const fix of fixes) {
      const after = check(applied(files, fix))
      expect(after.filter((each) => each.severity === 'error' || each.code === code)).toEqual([])
    }
  })
})

test('a fix that removes several names lists them in its title, and leaves the others', () => {
  const main = `import "./shared.ctr"
import { mlp, dense, linear, pool_max } from "ctr:std"
model m on home_feed, search {
  trunk { predict click = linear(embed(user_id)) }
  calibrate click with platt
}
`
  const files = { '/shared.ctr': shared, '/main.ctr': main }
  const fixes = check(files).flatMap((each) => (each.code === 'CTR2040' ? each.fixes : []))
  expect(fixes.map(({ title }) => title)).toEqual(["remove 'mlp', 'dense', 'pool_max'"])
  expect(applied(files, fixes[0]!)['/main.ctr']).toBe(main.replace('mlp, dense, linear, pool_max', 'linear'))
})

describe('moving a let into its tower', () => {
  const moved = (files: Files) => {
    const fixes = check(files).flatMap(({ fixes: found }) => found)
    return fixes.find(({ title }) => title === "move it to tower 'search'")
  }

  test('takes the let out of the trunk, and what it needs with it', () => {
    const after = applied(inFiles, moved(inFiles)!)
    expect(after['/main.ctr']).not.toContain('query_terms')
    expect(after['/main.ctr']).toContain('export let hidden')
    expect(after['/towers/search.ctr']).toBe(`// Owned by the search team.
import { asked } from "../modules/asked.ctr"
import { linear, mlp } from "ctr:std"
tower search of m {
  let query = mlp(concat(asked(embed(query_terms)), hidden), units: [4])
  predict click = linear(concat(user, query))
}
`)
  })

  test.each([
    ['the other tower reads it', '{ predict click = linear(query) }', '{ predict click = linear(query) }'],
    [
      'the tower has a let of that name',
      '{ predict click = linear(user) }',
      '{\n  let query = embed(user_id)\n  predict click = linear(query)\n}',
    ],
  ])('is not offered where %s', (_, home, search) => {
    const files = twoTowers(home, search, queryOfTower)
    expect(errorsOf(files).map(({ code }) => code)).toContain('CTR2001')
    expect(moved(files)).toBeUndefined()
  })

  test('is not offered where the let reads what is no let', () => {
    const body = '    var state = embed(user_id)\n    export let query = concat(state, length(embed(query_terms)))'
    const files = twoTowers('{ predict click = linear(embed(pin_id)) }', '{ predict click = linear(query) }', body)
    expect(moved(files)).toBeUndefined()
  })
})
