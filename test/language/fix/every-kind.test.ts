import { describe, expect, test } from 'vitest'
import type { FixKind } from '../../../src/diagnostics/fix-kinds.ts'
import { memoryHost } from '../../../src/host/memory.ts'
import { fixPaths } from '../../../src/language/fix/fix-paths.ts'

interface Case {
  readonly code: string
  /** Files by path; the fix turns the first of each `<<before|after>>` into the second. */
  readonly text: string
  readonly others?: Readonly<Record<string, string>>
}

const head = `import { linear, pool_mean } from "ctr:std" // the library
surface feed
surface search
level user by user_id
level row within user
`
const model = (trunk: string, more = ''): string => `model m on feed, search {
  trunk {
${trunk}
  }
  calibrate click with platt // by hand
}
${more}`

/** Each with comments around what is edited. `renamed` belongs to weights: test/serve/renamed-weights.test.ts. */
const cases: Readonly<Record<Exclude<FixKind, 'renamed'>, readonly Case[]>> = {
  default: [
    {
      code: 'CTR1577',
      text: `${head}features of row {
  a, b : int // raw
  gap  : seconds_between(a, b)<<| default 0>> // seconds
}
${model('    predict click = sum(gap)')}`,
    },
  ],
  entry: [
    {
      code: 'CTR2005',
      text: `${head.replace('linear,', 'linear, mmoe,')}features of row { v : [4] default 0 }
${model('    let gated = mmoe(v, experts: 2, units: [2]) // one of each surface\n    predict click = linear(gated<<|[surface]>>) // its own')}`,
    },
  ],
  export: [
    {
      code: 'CTR2008',
      text: `${head}features of row { x : float default 0 }
${model('    <<|export >>let y = x + 1 // for towers', 'tower feed of m { predict click = y }\ntower search of m { predict click = 2 * y }\n')}`,
    },
  ],
  import: [
    {
      code: 'CTR1567',
      text: `${head.replace('pool_mean }', 'pool_mean<<|, mlp>> }')}features of row { v : [4] default 0 // four
}
${model('    predict click = linear(mlp(pool_mean(1) * v, units: [2]))')}`.replace('pool_mean(1) * v', 'v'),
    },
    {
      code: 'CTR1652',
      text: `import { linear } from "ctr:std" // the library
<<|import "./features.ctr"
>>surface feed
level row

model m on feed {
  trunk { predict click = linear(v) } // of another file
  calibrate click with platt
}
`,
      others: { '/features.ctr': 'features of row { v : [4] default 0 }\n' },
    },
  ],
  level: [
    {
      code: 'CTR1571',
      text: `${head}features of user { age : int default 0 } // years
features of <<row|user>> {
  old : bucket(age, [18, 60]) in { dim: 2 } // three
}
${model('    predict click = linear(embed(old))')}`,
    },
  ],
  log_odds: [
    {
      code: 'CTR2024',
      text: `${head}features of row { v : [4] default 0 }
${model('    predict click = <<sigmoid(|>>linear(v)<<)|>> // log-odds')}`,
    },
  ],
  move: [
    {
      code: 'CTR2001',
      text: `${head}features of row on search { q : [4] default 0 } // the query
features of row { v : [4] default 0 }
${model('<<    export let near = relu(q) // of search\n|>>    export let far = relu(v)', 'tower feed of m { predict click = linear(far) }\ntower search of m {\n<<|  let near = relu(q) // of search\n>>  predict click = linear(concat(far, near))\n}\n')}`,
    },
  ],
  name: [
    {
      code: 'CTR1501',
      text: `${head}features of row { price : float default 0 }
${model('    predict click = <<prize|price>> // in cents')}`,
    },
    {
      code: 'CTR3010',
      text: `${head}features of row { v : [4] default 0 }
${model('    predict click = sum(v, <<axs|axis>>: 0) // all four')}`,
    },
  ],
  on: [
    {
      code: 'CTR2025',
      text: `${head}features of row { v : [4] default 0 }
dataset log {
  query:   "select 1"
  surface: feed
  labels:  { click: clicked == 1, buy: { feed: bought == 1 } } // search has none yet
  splits:  { train: day < 2 }
}
train m { dataset: log }
${model('    export let h = relu(v)', 'tower each surface of m {\n  predict click = linear(h)\n  predict buy<<| on feed>> = linear(h) // labelled\n}\n')}`,
    },
  ],
  remove: [
    {
      code: 'CTR2021',
      text: `${head}features of row { v : [4] default 0 }
${model('<<    let spare = relu(v) // of no use\n|>>    // the prediction\n    predict click = linear(v)')}`,
    },
    {
      code: 'CTR2026',
      text: `${head}features of row { v : [4] default 0 }
// A comment of the file.
<</// Twice as much.
/// Of anything.
module twice<N>(x: [N]) -> [N] { return 2 * x } // of no use
|>>${model('    predict click = linear(v)')}`,
    },
    {
      code: 'CTR2040',
      text: `${head.replace(', pool_mean', '<<, pool_mean|>>')}features of row { v : [4] default 0 }
${model('    predict click = linear(v)')}`,
    },
    {
      code: 'CTR2041',
      text: `${head}features of row { v : [4] default 0 }
module scaled<N>(x: [N]<<, by: float = 2.0|>>) -> [N] { return 2 * x } // by two
${model('    predict click = linear(scaled(v<<, by: 3.0|>>)) // whatever it is')}`,
    },
    {
      code: 'CTR2060',
      text: `${head}<<setting width : int = 4 // of no use
|>>features of row { v : [4] default 0 } // four
${model('    predict click = linear(v)')}`,
    },
    {
      code: 'CTR2100',
      text: `${head}features of row {
  v : [4] default 0 // four
<<  w : float default 0 // of no use
|>>  a<<, b|>>, c : float default 1
}
${model('    predict click = linear(concat(v, a, c))')}`,
    },
    {
      code: 'CTR2101',
      text: `${head}features of row { v : [4] default 0 }
<<table nobody { rows: hash(8), dim: 2 } // of no use
|>>// The model.
${model('    predict click = linear(v)')}`,
    },
  ],
  spelling: [
    {
      code: 'CTR2044',
      text: `${head}features of row { v : [4] default 0 }
${model('    <<|let >>h = relu(v) // a name\n    predict click = linear(h)')}`,
    },
  ],
  widen: [
    {
      code: 'CTR2001',
      text: `${head}features of row on search { q : [4] default 0 } // the query
${model('    let near = relu(q)<<| else zeros>> // of search\n    predict click = linear(near)')}`,
    },
  ],
}

const side = (text: string, which: 'before' | 'after'): string =>
  text.replaceAll(/<<([^|]*)\|([\s\S]*?)>>/g, (_, before: string, after: string) =>
    which === 'before' ? before : after,
  )

describe.each(Object.entries(cases))('%s', (kind, of) => {
  test.each(of.map((each) => [each.code, each] as const))('%s', (code, { text, others = {} }) => {
    // What else is not used here is no part of the case.
    const lines = text.includes('pool_mean[') || code === 'CTR2040' ? text : text.replace(', pool_mean', '')
    const host = memoryHost({ '/main.ctr': side(lines, 'before'), ...others })
    const before = fixPaths(host, ['/main.ctr'], new Set())
    expect(before.checked.flatMap(({ diagnostics }) => diagnostics.map((each) => `${each.code}`))).toContain(code)
    const { texts, checked, applied } = fixPaths(host, ['/main.ctr'], new Set([kind as FixKind]))
    expect(texts.get('/main.ctr')).toBe(side(lines, 'after'))
    expect(applied.length).toBeGreaterThan(0)
    const left = checked.flatMap(({ diagnostics }) => diagnostics)
    expect(left.filter((each) => each.severity === 'error' || each.code === code)).toEqual([])
  })
})
