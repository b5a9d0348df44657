import { expect, test } from 'vitest'
import { prettyDiagnostics } from '../../src/diagnostics/pretty.ts'
import { diagnostic } from '../../src/diagnostics/report.ts'
import { shown, shownJson, shownLines } from '../../src/diagnostics/shown.ts'

const red = '\u001b[31m'
const rightToLeft = '\u202e'
/** What a terminal would obey: C0 and C1 controls but for line ends, DEL, directions (Unicode 15, UAX 9), line separators. */
const obeyed = /(?!\n)\p{Cc}|[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u

test('what cannot be seen is escaped as in a string of the language', () => {
  expect(shown(`a${red}b${rightToLeft}c\n\t\r\u0085\u2028`)).toBe('a\\u{1b}[31mb\\u{202e}c\\n\\t\\r\\u{85}\\u{2028}')
  expect(shown('\ud800')).toBe('\\u{d800}')
  expect(shown('caf\u00e9 \u{1f600} \u043a')).toBe('caf\u00e9 \u{1f600} \u043a')
  expect(shownLines(`a\nb${red}`)).toBe('a\nb\\u{1b}[31m')
})

test('JSON means the same and has nothing of it', () => {
  const value = { text: `${red}${rightToLeft}\u007f\u0085\n`, [`k${rightToLeft}`]: [1] }
  const json = shownJson(JSON.stringify(value, null, 2))
  expect(JSON.parse(json)).toEqual(value)
  expect(json).not.toMatch(obeyed)
})

test('a diagnostic shows it escaped: message, places, notes, fixes, excerpt', () => {
  const file = `/a${red}.ctr`
  const text = `let x = "${red}${rightToLeft}"`
  const span = { file, start: 8, end: text.length }
  const found = diagnostic(
    'CTR1503',
    span,
    { path: `b${red}${rightToLeft}`, near: `c${red}` },
    {
      related: [{ message: `here ${red}`, span }],
      fixes: [{ kind: 'name', title: `replace with '${red}'`, edits: [{ span, text: red }] }],
    },
  )
  const pretty = prettyDiagnostics([found], { text: () => text, name: (path) => path }, false)
  expect(pretty).not.toMatch(obeyed)
  expect(pretty).toContain('there is no file b\\u{1b}[31m\\u{202e}; did you mean')
  expect(pretty).toContain('--> /a\\u{1b}[31m.ctr:1:9')
  // What a fix puts into a file is the text itself.
  expect(found.fixes[0]?.edits[0]?.text).toBe(red)
})
