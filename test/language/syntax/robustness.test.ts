import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SourceFile } from '../../../src/language/syntax/ast.ts'
import { maximumNesting } from '../../../src/language/syntax/brackets.ts'
import { maximumOperations } from '../../../src/language/syntax/build/building.ts'
import { maximumErrors } from '../../../src/language/syntax/expectations.ts'
import { maximumCharacters, parse } from '../../../src/language/syntax/parse.ts'
import { printExpression } from '../../../src/language/syntax/print.ts'
import { walkStatements } from '../../../src/language/syntax/walk.ts'
import { codes, read } from './reading.ts'

const tour = readFileSync(new URL('./fixtures/tour.ctr', import.meta.url), 'utf8')
const pieces = tour.match(/[A-Za-z_][A-Za-z0-9_]*|[0-9.]+|"[^"\n]*"|\/\/[^\n]*|\s+|[^A-Za-z0-9_\s]/g) ?? []

/** Every place in the tree is a place in the text; every expression has a text. */
function checkTree(file: SourceFile) {
  const spans: number[][] = []
  JSON.stringify(file.items, (key, value) => {
    if (key === 'span' && value !== undefined) spans.push([value.start, value.end])
    return value
  })
  for (const [start = -1, end = -1] of spans)
    if (!(start >= 0 && start <= end && end <= file.text.length)) throw new Error(`a span from ${start} to ${end}`)
  for (const item of file.items)
    if ('body' in item)
      walkStatements(item.body, (statement) => {
        if (statement.kind === 'let') printExpression(statement.value)
      })
}

/** Never throws; errors are reported with their places. */
function survives(text: string) {
  const { file, diagnostics } = parse('any.ctr', text)
  expect(diagnostics.length).toBeLessThanOrEqual(maximumErrors + 1)
  for (const { span, message } of diagnostics) {
    expect(message).not.toMatch(/undefined|NaN|\[object/)
    if (span === undefined || span.start < 0 || span.end < span.start || span.end > text.length)
      throw new Error(`'${message}' at ${span?.start}..${span?.end} of ${text.length}`)
  }
  checkTree(file)
}

describe('any text', () => {
  test('random strings', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), survives), { numRuns: 300 })
  })

  test('random pieces of the tour', () => {
    const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 120 }).map((parts) => parts.join(' '))
    fc.assert(fc.property(soup, survives), { numRuns: 300 })
  })

  test('the tour cut off anywhere', () => {
    fc.assert(
      fc.property(fc.nat(tour.length), (end) => survives(tour.slice(0, end))),
      { numRuns: 60 },
    )
  })

  test('the tour with a piece taken out, put in or doubled', () => {
    const change = fc.tuple(
      fc.nat(pieces.length - 1),
      fc.constantFrom('', '{', '}', '(', ')', ']', '\n', ',', 'let', '=', '"', '"\n'),
    )
    fc.assert(
      fc.property(change, ([at, put]) => survives([...pieces.slice(0, at), put, ...pieces.slice(at + 1)].join(''))),
      { numRuns: 100 },
    )
  })
})

test.each([
  'module m() { let k = if a { x } else if\nnot b { y } else { z } }\nsurface s\n',
  'module m() { let k = if a { x } else if { b { y } else { z } }\nsurface s\n',
  'module m(x:let[N] at user, s: list<[D], L>) { return x }\nsurface s\n',
])('what recovery made up has a place inside what holds it: %s', (text) => survives(text))

describe('bounds', () => {
  const inTower = (expression: string) => `tower a of b { let x = ${expression} }`

  test.each([
    ['(', ')'],
    ['[', ']'],
    ['f(', ')'],
    ['a[', ']'],
    ['if a { ', ' } else { 1 }'],
    ['for i in n { ', ' }'],
  ])('brackets nest to the limit and no deeper: %s', (open, close) => {
    const nested = (depth: number) => inTower(open.repeat(depth) + 1 + close.repeat(depth))
    read(nested(maximumNesting - 2))
    expect(codes(nested(maximumNesting + 1))).toEqual(['CTR1005'])
    expect(codes(nested(20_000))).toEqual(['CTR1005'])
  })

  test.each([
    ['1 + ', ''],
    ['- ', ''],
    ['not ', ''],
    ['', '.a'],
    ['', '[0]'],
    ['', ' else zeros'],
  ])('operations lie in one another to a limit: %s x %s', (before, after) => {
    const chain = (count: number) => inTower(`${before.repeat(count)}x${after.repeat(count)}`)
    read(chain(maximumOperations))
    expect(codes(chain(maximumOperations + 1))).toEqual(['CTR1006'])
    expect(codes(chain(20_000))).toEqual(['CTR1006'])
  })

  test('else if, per, at and in go on without a bracket, and cost no stack', () => {
    expect(codes(inTower(`${'if a { 1 } else '.repeat(20_000)} if a { 1 } else { 1 }`))).toEqual(['CTR1006'])
    expect(codes(`module f(x: ${'per a '.repeat(20_000)} [N]) { }`)).toEqual(['CTR1015'])
    expect(codes(inTower('for i in '.repeat(20_000)))).not.toEqual([])
  })

  test('a file of nothing but mistakes stops after so many', () => {
    const found = codes('tower a of b { let x 1 }\n'.repeat(2000))
    expect(found).toHaveLength(maximumErrors + 1)
    expect(found[maximumErrors]).toBe('CTR1018')
    expect(codes('$ '.repeat(5000)).at(-1)).toBe('CTR1018')
  })

  test('a file that is too large is not read', () => {
    expect(codes('a'.repeat(maximumCharacters + 1))).toEqual(['CTR1019'])
  })

  // Each took time in the square of its length once, in a first draft or in a parser like it: hours at this length, where a
  // linear reader takes seconds. The timeout distinguishes the two on any machine; how many seconds is no matter of this test.
  test.each([
    ['a sum', inTower(`${'1 + '.repeat(250_000)}1`)],
    ['a word', 'a'.repeat(1_000_000)],
    ['a string', `import "${'\\n'.repeat(500_000)}"`],
    ['open brackets', '('.repeat(1_000_000)],
    ['closing brackets', '(}'.repeat(500_000)],
    ['comments that never close', '/* '.repeat(333_000)],
    ['quotes', '"\\'.repeat(500_000)],
    ['unknown characters', '$'.repeat(1_000_000)],
    ['soup', `tower a of b { ${'let for { } ( [ ] ) = + x 1 '.repeat(35_000)} }`],
  ])('a line of a million characters is read or refused: %s', { timeout: 180_000 }, (_, text) => {
    survives(text)
  })
})
