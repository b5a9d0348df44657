import { expect, test } from 'vitest'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts'
import { prettyDiagnostics, summaryOf } from '../../src/diagnostics/pretty.ts'
import { type DiagnosticExtras, diagnostic } from '../../src/diagnostics/report.ts'
import { sourcesFrom } from './sources.ts'

const found = (text: string, part: string, extras: DiagnosticExtras = {}): [Diagnostic, string] => {
  const start = text.indexOf(part)
  const span = { file: 'a.ctr', start, end: start + part.length }
  return [diagnostic('CTR1001', span, { found: 'x', expected: 'y' }, extras), text]
}

const pretty = ([each, text]: [Diagnostic, string], colored = false): string =>
  prettyDiagnostics([each], sourcesFrom({ 'a.ctr': text }), colored)

test('shows the line, a mark under it, related places and fixes', () => {
  const text = 'trunk {\n  let q = embed(terms)\n}\n'
  const extras: DiagnosticExtras = {
    related: [{ message: 'the trunk starts here', span: { file: 'a.ctr', start: 0, end: 5 } }],
    fixes: [{ kind: 'move', title: 'move it to the tower', edits: [] }],
  }
  expect(pretty(found(text, 'terms', extras))).toBe(
    [
      'error CTR1001: found x, expected y',
      '  --> a.ctr:2:17',
      '  |',
      '2 |   let q = embed(terms)',
      '  |                 ^^^^^',
      '  note: the trunk starts here',
      '  --> a.ctr:1:1',
      '  |',
      '1 | trunk {',
      '  | ^^^^^',
      '  fix: move it to the tower',
      '',
    ].join('\n'),
  )
})

test('marks the first line of what spans several, and at least one column', () => {
  expect(pretty(found('let a = (\n 1)', '(\n 1)'))).toContain('1 | let a = (\n  |         ^\n')
  expect(pretty(found('let', ''))).toContain('1 | let\n  | ^\n')
})

test('counts what is seen: tabs one column, letters beyond 16 bits one', () => {
  expect(pretty(found('\t\u{1f600} bad', 'bad'))).toContain('1 |  \u{1f600} bad\n  |    ^^^\n')
})

test('cuts a line of a megabyte around the place', () => {
  const shown = pretty(found(`${'x'.repeat(500_000)}HERE${'y'.repeat(500_000)}`, 'HERE'))
  const [, , , excerpt, mark] = shown.split('\n')
  expect(shown.length).toBeLessThan(500)
  expect(excerpt!.slice(mark!.indexOf('^'), mark!.lastIndexOf('^') + 1)).toBe('HERE')
})

test('never lets control characters of a file reach the terminal', () => {
  expect(pretty(found('\u001b[2J bad', 'bad'))).not.toContain('\u001b')
})

test('shows the place alone where there is no text', () => {
  expect(pretty(found('', ''))).toBe('error CTR1001: found x, expected y\n  --> a.ctr:1:1\n')
})

test('has colours on a terminal alone', () => {
  expect(pretty(found('a', 'a'), true)).toContain('\u001b[')
  expect(pretty(found('a', 'a'), false)).not.toContain('\u001b[')
})

test('sums up', () => {
  const error = diagnostic('CTR9001', undefined, { path: '/' })
  const warning: Diagnostic = { ...error, severity: 'warning' }
  expect(summaryOf([])).toBeUndefined()
  expect(summaryOf([error])).toBe('1 error')
  expect(summaryOf([error, warning, error, warning])).toBe('2 errors, 2 warnings')
})
