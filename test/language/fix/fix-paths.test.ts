import { expect, test } from 'vitest'
import { type FixKind, fixKinds } from '../../../src/diagnostics/fix-kinds.ts'
import { memoryHost } from '../../../src/host/memory.ts'
import { fixPaths } from '../../../src/language/fix/fix-paths.ts'
import { type Files, shared, trunk } from '../programs.ts'

const everyKind: ReadonlySet<FixKind> = new Set(Object.keys(fixKinds) as FixKind[])

/** A second program that has the shared file: what the first does not use of it is no mistake. */
const another = 'import "./shared.ctr"\nmodel other on home_feed { trunk { predict click = pool_mean(1) } }\n'

function fixed(files: Files, kinds: ReadonlySet<FixKind> = everyKind) {
  const { texts, applied, checked } = fixPaths(memoryHost({ ...files, '/other.ctr': another }), ['/main.ctr'], kinds)
  return {
    text: texts.get('/main.ctr'),
    titles: applied.map(({ fix }) => fix.title),
    left: checked.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code)),
    files: [...texts.keys()],
  }
}

test('all mistakes of a file are mended, those that come out behind others too, and comments stay where they are', () => {
  const files: Files = {
    '/shared.ctr': shared,
    '/main.ctr': `import "./shared.ctr"
import { dense, linear } from "ctr:std"   // what the trunk needs

model m on home_feed, search {
  trunk {
    let user = embed(user_idd)   // who
    // The query of the search surface.
    let query = mlp(concat(pool_mean(embed(query_terms)), user), units: [8])
    let spare = relu(user)
    let more = relu(spare)       // of no use
    predict click = linear(query)
  }
  calibrate click with platt
}
`,
  }
  const result = fixed(files)
  expect(result.left).toEqual([])
  expect(result.text).toBe(`import "./shared.ctr"
import { linear, mlp, pool_mean } from "ctr:std"   // what the trunk needs

model m on home_feed, search {
  trunk {
    let user = embed(user_id)   // who
    // The query of the search surface.
    let query = mlp(concat(pool_mean(embed(query_terms)), user), units: [8]) else zeros
    predict click = linear(query)
  }
  calibrate click with platt
}
`)
})

test('a near name that is another thing is not kept', () => {
  const files = trunk('predict click = linear(concat(dense(embed(user_id), units: 2), dens(embed(user_id))))')
  const result = fixed(files)
  expect(result.titles).toEqual([])
  expect(result.text).toBeUndefined()
  expect(result.left).toEqual(['CTR1501'])
})

test('of an import, the names that nothing uses go with their commas', () => {
  const use =
    'model m on home_feed, search { trunk { predict click = linear(dense(embed(pin_id), units: 2)) }\n calibrate click with platt }\n'
  const importing = (names: string): Files => ({
    '/shared.ctr': shared,
    '/main.ctr': `import "./shared.ctr"\nimport { ${names} } from "ctr:std"\n${use}`,
  })
  const cases: readonly (readonly [string, string])[] = [
    ['mlp, mmoe, linear, dense', 'linear, dense'],
    ['linear, mlp, dense', 'linear, dense'],
    ['linear, dense, mlp, mmoe', 'linear, dense'],
    ['mlp, linear, mmoe, dense, dcnv2', 'linear, dense'],
  ]
  for (const [before, after] of cases) expect(fixed(importing(before)).text).toBe(importing(after)['/main.ctr'])
})

test('a name without let gets one, and is no second mistake where it is read', () => {
  const result = fixed(trunk('h = embed(pin_id)\npredict click = linear(h)'))
  expect(result.titles).toEqual(["write 'let h'"])
  expect(result.left).toEqual([])
})

test('the words of a name in another order are near, of a module that is not imported too', () => {
  const files = trunk('predict click = linear(last_pool(embed(recent_pins)))')
  const result = fixed(files)
  expect(result.titles).toEqual(["replace with 'pool_last'", "import 'pool_last'"])
  expect(result.left).toEqual([])
})

test('a comparison of a label with one sign gets the other', () => {
  const files: Files = {
    ...trunk('predict click = linear(embed(pin_id))'),
    '/shared.ctr': shared.replace('clicked == 1', 'clicked = 1'),
  }
  const { texts, checked } = fixPaths(memoryHost({ ...files, '/other.ctr': another }), ['/main.ctr'], everyKind)
  expect(texts.get('/shared.ctr')).toBe(shared)
  expect(checked.flatMap(({ diagnostics }) => diagnostics)).toEqual([])
})

test('only the wanted kinds are applied', () => {
  const files = trunk('let spare = embed(user_idd)\npredict click = linear(embed(pin_id))')
  expect(fixed(files, new Set<FixKind>(['name'])).titles).toEqual(["replace with 'user_id'"])
  expect(fixed(files, new Set<FixKind>(['remove'])).text).toBe(
    trunk('predict click = linear(embed(pin_id))')['/main.ctr'],
  )
})

test('a program without mistakes has no new text', () => {
  expect(fixed(trunk('predict click = linear(embed(pin_id))')).files).toEqual([])
})

test('of two fixes that touch, one is made first, and the other where it still stands', () => {
  const files = trunk(
    'let a = embed(user_idd)\nlet b = concat(a, embed(pin_idd), embed(pin_idd))\npredict click = linear(b)',
  )
  const result = fixed(files)
  expect(result.left).toEqual([])
  expect(result.text).toContain('concat(a, embed(pin_id), embed(pin_id))')
})
