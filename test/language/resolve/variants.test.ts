import { describe, expect, test } from 'vitest'
import { memoryHost } from '../../../src/host/memory.ts'
import { checkEntry } from '../../../src/language/check/check-entry.ts'
import { compileModel } from '../../../src/language/elaborate/compile-model.ts'
import { declarationTexts } from '../../../src/language/resolve/digest.ts'

const shared = `
surface feed
surface search { views: [results, guided] }
surface related
level user by user_id
level row within user
features of user { user_id : id in users, age : float default 0 }
features of row { item : id in items, price : float default 0 }
features of row on search { query : id in items }
table users { rows: hash(100), dim: 4 }
table items { rows: hash(100), dim: 4 }
dataset log {
  query:   "select 1"
  surface: { column: place, values: { 1: feed, 2: search.results, 3: related } }
  labels:  { click: clicked == 1, long_click: { search: seconds > 10 } }
  splits:  { train: day < 20, validation: day == 20 }
}
`

/** A base in files of its own, so that its lines and a variant's see different modules. */
const base = `
import { mlp, linear } from "ctr:std"
import "./shared.ctr"
model engagement on feed, search, related {
  trunk {
    let user           = concat(embed(user_id), age)
    let crossed        = mlp(concat(user, embed(item)), units: [8])
    export let shared  = mlp(crossed, units: [4])
    export let item_of = embed(item)
  }
  calibrate click by view with platt
  calibrate long_click with temperature
}
branch browse of engagement for feed, related {
  export let both = mlp(concat(shared, item_of), units: [4])
}
tower feed of browse { predict click = linear(both) }
tower related of browse { predict click = linear(both) }
tower search of engagement {
  let h = mlp(concat(shared, embed(query)), units: [4])
  predict click      = linear(h)
  predict long_click = linear(h)
}
train engagement {
  epochs: 2
  optimizer: adam(lr: 1e-2)
  tasks: { click: 1, long_click: 0.5 }
  surfaces: { search: 2, related: 0.5 }
}
serve engagement { dedupe: { levels: [user] } }
`

const written = (files: Readonly<Record<string, string>>) =>
  memoryHost({ '/shared.ctr': shared, '/base.ctr': base, ...files })

function modelOf(text: string, name: string) {
  const { program, diagnostics } = checkEntry(written({ '/main.ctr': text }), '/main.ctr')
  expect(
    diagnostics.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`),
  ).toEqual([])
  const model = program?.models.get(name)
  if (program === undefined || model === undefined) throw new Error(`no model ${name}`)
  return { program, model }
}

const variant = (text: string, name = 'wide') => modelOf(`import "./base.ctr"\n${text}`, name)
const texts = ({ program, model }: ReturnType<typeof modelOf>) => declarationTexts(program, model)

/** The model that a variant means, by hand: its text and the texts of its parts. */
const byHand = (text: string) =>
  modelOf(`import "./shared.ctr"\nimport { mlp, linear, dcnv2 } from "ctr:std"\n${text}\n`, 'wide')

describe('a variant is the model that it would be if it were written out', () => {
  test('statements in the place of those of their name, without a tower and what is said of its surface', () => {
    const wide = variant(`
import { dcnv2 } from "ctr:std"
model wide extends engagement {
  trunk {
    let deep    = dcnv2(concat(user, embed(item)), layers: 1, rank: 2)
    let crossed = dcnv2(deep, layers: 2, rank: 2)
    let shared  = dcnv2(crossed, layers: 1, rank: 2)
    export let more = log1p(abs(price))
  }
  without tower related
  calibrate click with platt
}
tower search of wide {
  let g = concat(shared, more)
  predict long_click = sum(g)
}
train wide { epochs: 3, batch: 64 }
`)
    const hand = byHand(`
model wide on feed, search {
  trunk {
    let user           = concat(embed(user_id), age)
    let deep           = dcnv2(concat(user, embed(item)), layers: 1, rank: 2)
    let crossed        = dcnv2(deep, layers: 2, rank: 2)
    export let shared  = dcnv2(crossed, layers: 1, rank: 2)
    export let item_of = embed(item)
    export let more    = log1p(abs(price))
  }
  calibrate click with platt
  calibrate long_click with temperature
}
branch browse of wide for feed {
  export let both = mlp(concat(shared, item_of), units: [4])
}
tower feed of browse { predict click = linear(both) }
tower search of wide {
  let h = mlp(concat(shared, embed(query)), units: [4])
  predict click      = linear(h)
  let g              = concat(shared, more)
  predict long_click = sum(g)
}
train wide {
  optimizer: adam(lr: 1e-2)
  tasks: { click: 1, long_click: 0.5 }
  surfaces: { search: 2 }
  epochs: 3
  batch: 64
}
serve wide { dedupe: { levels: [user] } }
`)
    expect(texts(wide)).toEqual(texts(hand))
    expect(compileModel(wide.program, wide.model).graph).toEqual(compileModel(hand.program, hand.model).graph)
  })

  test('its base stays what it is', () => {
    const text = 'model wide extends engagement { trunk { let crossed = concat(user, embed(item)) } }'
    expect(texts(variant(text, 'engagement'))).toEqual(texts(modelOf('import "./base.ctr"', 'engagement')))
  })

  test('surfaces of its own, and tasks that go with the towers that predict them', () => {
    const wide = variant('model wide extends engagement on related, feed { }').model
    expect(wide.live.names).toEqual(['feed', 'related'])
    expect(wide.towers.map(({ surface, parent }) => `${surface} of ${parent}`)).toEqual([
      'feed of browse',
      'related of browse',
    ])
    expect([...wide.calibrations.keys()]).toEqual(['click'])
    expect([...(wide.train?.tasks ?? [])]).toEqual([['click', 1]])
    expect([...(wide.train?.surfaces ?? [])]).toEqual([['related', 0.5]])
  })

  test('a tower anew, where the one of the base is left out, and a branch of another extent', () => {
    const wide = variant(`
import { linear } from "ctr:std"
model wide extends engagement { without tower search, feed }
tower search of wide { predict click = linear(shared) }
branch browse of wide for related { export let again = both }
`).model
    expect(wide.live.names).toEqual(['related', 'search'])
    expect(wide.tasks).toEqual(['click'])
    expect(wide.branches.map(({ name, surfaces }) => [name, surfaces.names])).toEqual([['browse', ['related']]])
    expect(wide.branches[0]?.declaration.body.statements).toHaveLength(2)
  })

  test('without a branch, its towers hang from what it hung from', () => {
    const wide = variant(`
import { linear } from "ctr:std"
model wide extends engagement { without branch browse }
tower feed of wide { predict click = linear(shared) }
tower related of wide { predict click = linear(item_of) }
`).model
    expect(wide.branches).toEqual([])
    expect(wide.towers.map(({ parent }) => parent)).toEqual(['wide', 'wide', 'wide'])
  })

  test('a variant of a variant', () => {
    const wide = variant(
      `
model wider extends wide { trunk { let user = concat(embed(user_id), age, 1 + age) } }
train wider { seed: 7 }
model wide extends engagement { without tower search }
train wide { epochs: 5 }
`,
      'wider',
    ).model
    expect(wide.train).toMatchObject({ seed: 7, epochs: 5, optimizer: { name: 'adam' } })
    expect(wide.live.names).toEqual(['feed', 'related'])
  })
})

describe('a mistake of a variant', () => {
  const small = `
import { mlp } from "ctr:std"
import "./shared.ctr"
model small on feed {
  trunk {
    let a = mlp(embed(user_id), units: [8])
    let b = a + mlp(embed(item), units: [8])
    predict click = sum(b)
  }
  calibrate click with platt
}
`
  const found = (text: string, base = small) =>
    checkEntry(written({ '/small.ctr': base, '/main.ctr': `import "./small.ctr"\n${text}` }), '/main.ctr').diagnostics

  test('a shape that no longer fits is reported at the line of the base, with what replaced it and the variant', () => {
    const replaced = `import { mlp } from "ctr:std"\nmodel wide extends small { trunk { let a = mlp(embed(user_id), units: [6]) } }`
    const [error, ...others] = found(replaced)
    expect(others).toEqual([])
    expect(error).toMatchObject({ code: 'CTR3001', span: { file: '/small.ctr' } })
    expect(small.slice(error?.span?.start, error?.span?.end)).toContain('a + mlp')
    expect(error?.related).toContainEqual(
      expect.objectContaining({ message: "'a' of the variant", span: expect.objectContaining({ file: '/main.ctr' }) }),
    )
    expect(error?.related).toContainEqual(
      expect.objectContaining({ message: "in model 'wide', which extends 'small'" }),
    )
  })

  test('what is wrong with the base is reported once', () => {
    const wrong = small.replace('sum(b)', 'sum(b + unknown_one)')
    const [error, ...others] = found('model wide extends small { }\nmodel wider extends wide { }', wrong)
    expect(others).toEqual([])
    expect(error).toMatchObject({ code: 'CTR1501', related: [] })
  })

  test('a let that the variant alone does not read is none', () => {
    const own = `import { mlp } from "ctr:std"\nmodel wide extends small { trunk { let b = mlp(embed(item), units: [8]) } }`
    expect(found(own)).toEqual([])
    expect(found(own.replace('let b =', 'let c = 1\nlet b =')).map(({ code }) => code)).toEqual(['CTR2021'])
  })
})
