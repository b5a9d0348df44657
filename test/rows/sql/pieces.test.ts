import { expect, test } from 'vitest'
import { piecesOf, statementCount } from '../../../src/rows/sql/pieces.ts'

const kinds = (sql: string): string =>
  piecesOf(sql)
    .filter(({ kind }) => kind !== 'space')
    .map(({ kind, text }) => `${kind} ${text}`)
    .join(' | ')

/** As PostgreSQL's manual has it, chapter "Lexical Structure", whose lexer DuckDB's is made from. */
test.each([
  ["e'a\\'b'", "coded string e'a\\'b'"],
  ["re'a\\'c'", "word re | string 'a\\' | word c | string '"],
  ["1e'a'", "word 1 | coded string e'a'"],
  ["X'00'", "coded string X'00'"],
  ["'a''b'", "string 'a''b'"],
  ["'a\\'", "string 'a\\'"],
  ['"a""b"', 'quoted name "a""b"'],
  ['U&"a"', 'quoted name U&"a"'],
  ["$$a'$b$$", "dollar-quoted string $$a'$b$$"],
  ['$t$ $$ $t$', 'dollar-quoted string $t$ $$ $t$'],
  ['a$$b$$', 'word a$$b$$'],
  ['$1', 'other $ | word 1'],
  ['/* a /* b */ c */ d', 'comment /* a /* b */ c */ | word d'],
  ['/* open', 'comment /* open'],
  ['-- a\rb', 'comment -- a | word b'],
  ['1--2', 'word 1 | comment --2'],
  ['{a}', 'parameter {a}'],
  ["{'a': 1}", "other { | string 'a' | other : | word 1 | other }"],
  ["'open", "string 'open"],
])('%s', (sql, expected) => {
  expect(kinds(sql)).toBe(expected)
})

test('the pieces are the text', () => {
  const sql = `select e'\\'', "x", $a$ y $a$, {z} /* /* */ */ ; -- end`
  expect(
    piecesOf(sql)
      .map(({ text }) => text)
      .join(''),
  ).toBe(sql)
})

test('a long string is one piece', () => {
  const long = `'${"''x".repeat(300_000)}'`
  expect(piecesOf(long)).toHaveLength(1)
})

test.each([
  ['-- nothing', 0],
  ['select 1', 1],
  ['; select 1; ; -- end', 1],
  ["select ';'", 1],
  ['select 1; select 2', 2],
])('%s: %i statements', (sql, count) => {
  expect(statementCount(piecesOf(sql))).toBe(count)
})
