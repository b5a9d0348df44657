import { expect, test } from 'vitest'
import { memoryHost } from '../../../src/host/memory.ts'
import { changedDeclarations, declarationTexts, programText } from '../../../src/language/resolve/digest.ts'
import { resolveProgram } from '../../../src/language/resolve/resolve-program.ts'
import { parts } from './marked-program.ts'

const extra = `
tower search of engagement { predict skip = outer(embed(user_id)) }
module outer(x: [16]) -> [] { return inner(x) }
module inner(x: [16]) -> [] { return sum(x) }
train engagement { dataset: log, batch: 4_000 }
table unused { rows: vocabulary(10), dim: 4 }
`

function textsOf(files: Readonly<Record<string, string>>) {
  const { program } = resolveProgram(memoryHost(files), '/main.ctr')
  const model = program?.models.get('engagement')
  if (program === undefined || model === undefined) throw new Error('no program')
  return { text: programText(program, model), texts: declarationTexts(program, model) }
}

const whole = Object.values(parts).join('\n') + extra
const plain = textsOf({ '/main.ctr': whole })

test('files, order, comments, spaces and notation have no effect', () => {
  const elsewhere = textsOf({
    '/main.ctr': `${extra.replace('4_000', '4K')}\nimport "./a/features.ctr"\nimport "./a/rest.ctr"\n${parts.model}`,
    '/a/features.ctr': `// all features\n${parts.features.replaceAll(' : ', '   :  ')}`,
    '/a/rest.ctr': parts.log + parts.levels + parts.surfaces,
  })
  expect(elsewhere.text).toBe(plain.text)
})

test.each([
  ['a feature', 'default 0', 'default 1', ['feature impressions']],
  ['a table', 'users     { rows: hash(1000)', 'users     { rows: hash(1001)', ['table users']],
  ['a surface', 'views: [results, guided]', 'views: [guided, results]', ['surface search']],
  ['a split', 'train: day < 20', 'train: day < 21', ['dataset log']],
  ['the query', 'select * from log', 'select * from logs', ['dataset log']],
  [
    'the trunk',
    'predict click      = head(embed(user_id))',
    'predict click      = head(embed(pin_id))',
    ['trunk engagement'],
  ],
  ['a tower', 'predict skip = outer(', 'predict skip = inner(', ['module outer', 'tower search']],
  [
    'a module two calls deep',
    'module inner(x: [16]) -> [] { return sum(x) }',
    'module inner(x: [16]) -> [] { return mean(x) }',
    ['module inner'],
  ],
  ['the training', 'batch: 4_000', 'batch: 4_001', ['train engagement']],
  ['the live surfaces', 'on home_feed, search {', 'on home_feed {', ['model engagement', 'tower search']],
])('%s says something', (_, from, to, changed) => {
  expect(whole).toContain(from)
  const other = textsOf({ '/main.ctr': whole.replace(from, to) })
  const found = changedDeclarations(plain.texts, other.texts)
  expect(found).toEqual(expect.arrayContaining(changed))
  expect(other.text).not.toBe(plain.text)
})

test('modules that the model does not call have no effect', () => {
  expect(textsOf({ '/main.ctr': `${whole}\nmodule idle(x: [4]) -> [4] { return x }` }).text).toBe(plain.text)
})

test('modules of one name in two files are distinguished', () => {
  const files = (call: string) => ({
    '/main.ctr': `${whole}\nimport { one } from "./one.ctr"\nbranch b of engagement for home_feed { let x = ${call} }`,
    '/one.ctr': 'export module one(x: [16]) -> [] { return inner(x) }\nmodule inner(x: [16]) -> [] { return max(x) }',
  })
  const { texts } = textsOf(files('one(embed(user_id))'))
  expect([...texts.keys()].filter((name) => name.startsWith('module inner'))).toEqual([
    'module inner#1',
    'module inner#2',
  ])
})

test('a module that an argument passes counts as one that is called', () => {
  const passing = whole.replace(
    'module outer(x: [16]) -> [] { return inner(x) }',
    'module outer(x: [16], by: module = inner) -> [] { return by(x) }',
  )
  const other = passing.replace('inner(x: [16]) -> [] { return sum(x) }', 'inner(x: [16]) -> [] { return mean(x) }')
  const changed = changedDeclarations(textsOf({ '/main.ctr': passing }).texts, textsOf({ '/main.ctr': other }).texts)
  expect(changed).toEqual(['module inner'])
})
