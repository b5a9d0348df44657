import { expect, test } from 'vitest'
import { memoryHost } from '../../../src/host/memory.ts'
import { checkPath } from '../../../src/language/check/check-entry.ts'
import { maximumNesting } from '../../../src/language/syntax/brackets.ts'
import { maximumCharacters } from '../../../src/language/syntax/parse.ts'

const spec = (value: string): string => `surface a
level row
features of row { f : float default 0 }
model m on a { trunk { predict click = ${value} } }
`

const deep = `${'('.repeat(maximumNesting)}f${')'.repeat(maximumNesting)}`

/** What `ctrc check` says about a file, and about the folder that it lies in. */
const said = (text: string, files: Readonly<Record<string, string>> = {}) => {
  const host = memoryHost({ '/p/main.ctr': text, ...files })
  return ['/p/main.ctr', '/p'].map((path) => checkPath(host, path).diagnostics.map(({ code }) => code))
}

// What a file declares that is not read is not known: that it declares no model or no level would be untrue.
test('a file that is not read gives the one reason for it', () => {
  expect(said(spec(deep))).toEqual([['CTR1005'], ['CTR1005']])
  expect(said(`${spec('f')}// ${'x'.repeat(maximumCharacters)}`)).toEqual([['CTR1019'], ['CTR1019']])
})

test('so does an import', () => {
  const levels = `level row\nfeatures of row { f : float default 0 }\n// ${'x'.repeat(maximumCharacters)}`
  const main = 'import "./levels.ctr"\nsurface a\nmodel m on a { trunk { predict click = f } }\n'
  expect(said(main, { '/p/levels.ctr': levels })).toEqual([['CTR1019'], ['CTR1019']])
})

test('a model that cannot be parsed is there', () => {
  expect(said(spec('f').replace('model m', 'modle m'))).toEqual([['CTR1001'], ['CTR1510']])
})

test.each([
  ['a picture', '\u{1f600}'],
  ['a joined picture', '\u{1f469}\u200d\u{1f4bb}'],
  ['another alphabet', '\u043a\u043b\u0438\u043a'],
])('a name in %s is one mistake', (_, name) => {
  expect(said(spec('f').replace('trunk {', `trunk {\nlet ${name} = f\n`))[0]).toEqual(['CTR1002'])
})

test('a letter inside a name is the mistake, not the rest of the name', () => {
  for (const name of ['na\u00efve', '\u00e9tat', 'caf\u00e9', 'caf\u00e9_2\u00e9'])
    expect(new Set(said(spec('f').replace('trunk {', `trunk {\nlet ${name} = f\n`))[0])).toEqual(new Set(['CTR1002']))
})
