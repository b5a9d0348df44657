import { expect, test } from 'vitest'
import { quoteName, quoteText } from '../../../src/features/sql/quote.ts'
import { queryWithParameters } from '../../../src/rows/sql/query.ts'
import { errorsOf } from '../../diagnostics/errors-of.ts'
import { programOf } from '../fixture.ts'

const { dataset, origins } = programOf(`
surface s
level row
dataset d { query: "select 1", surface: s }
model m on s { trunk { predict click = 0 } }
`)
const filled = (sql: string, params: Record<string, string>): string =>
  queryWithParameters({ ...dataset, query: { sql } }, new Map(Object.entries(params)), origins)

test('in a string a parameter is its text, elsewhere a string literal', () => {
  expect(filled("select * from read_csv('{root}/a.csv') where c = {c}", { root: '/d', c: 'x' })).toBe(
    "select * from read_csv('/d/a.csv') where c = 'x'",
  )
})

test('a value cannot leave its string or its quoted name', () => {
  const value = `it's "here"; drop`
  expect(filled('select \'{v}\', {v}, "{v}"', { v: value })).toBe(
    `select 'it''s "here"; drop', 'it''s "here"; drop', "it's ""here""; drop"`,
  )
})

test('a value that looks like a parameter is a value', () => {
  expect(filled("select '{a}', {b}", { a: '{b}', b: '{a}' })).toBe("select '{b}', '{a}'")
})

test('comments, struct literals and escaped quotes are left alone', () => {
  const sql = "select {'a': 1}, 'don''t', \"{x}y\" -- {root} isn't read\n/* '{root} */ from t"
  expect(filled(sql, { x: 'n' })).toBe(sql.replace('{x}', 'n'))
})

test('semicolons and white space at the end go', () => {
  expect(filled('select 1 ;\n ;', {})).toBe('select 1')
})

test('each parameter without a value is reported once', async () => {
  const found = await errorsOf(Promise.resolve().then(() => filled("select '{a}/{b}'", { root: '/d' })))
  expect(found.map(({ code, message }) => [code, message])).toEqual([
    ['CTR4004', 'the query reads {a}, which has no value: pass --param a=VALUE (given: root)'],
    ['CTR4004', 'the query reads {b}, which has no value: pass --param b=VALUE (given: root)'],
  ])
})

test('names and texts are quoted', () => {
  expect(quoteName('a"b')).toBe('"a""b"')
  expect(quoteText("a'b")).toBe("'a''b'")
})
