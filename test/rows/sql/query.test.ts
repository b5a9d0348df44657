import { expect, test } from 'vitest'
import { quoteName, quoteText } from '../../../src/features/sql/quote.ts'
import { type FilledQuery, queryWithParameters, unreadValues } from '../../../src/rows/sql/query.ts'
import { errorsOf } from '../../diagnostics/errors-of.ts'
import { programOf } from '../fixture.ts'

const { dataset, origins } = programOf(`
surface s
level row
dataset d { query: "select 1", surface: s }
model m on s { trunk { predict click = 0 } }
`)
const query = (sql: string, params: Record<string, string>): FilledQuery =>
  queryWithParameters({ ...dataset, query: { sql } }, new Map(Object.entries(params)), origins)
const filled = (sql: string, params: Record<string, string>): string => query(sql, params).sql

test('in a string a parameter is its text, elsewhere a string', () => {
  expect(filled("select * from read_csv('{root}/a.csv') where c = {c}", { root: '/d', c: 'x' })).toBe(
    "select * from read_csv('/d/a.csv') where c =  'x' ",
  )
})

test('a value cannot leave its string', () => {
  const value = `it's "here"; drop`
  expect(filled("select '{v}', {v}", { v: value })).toBe(`select 'it''s "here"; drop',  'it''s "here"; drop' `)
})

test('a value that looks like a parameter is a value', () => {
  expect(filled("select '{a}', {b}", { a: '{b}', b: '{a}' })).toBe("select '{b}',  '{a}' ")
})

test('comments, struct literals and escaped quotes are left alone', () => {
  const sql = "select {'a': 1}, 'don''t' -- {root} isn't read\n/* '{root} /* \" */ {root} ' */ from t"
  expect(filled(sql, { x: 'n' })).toBe(sql)
})

test('semicolons, white space and comments at the end go', () => {
  expect(filled('select 1 ;\n ; -- the end', {})).toBe('select 1')
})

test('each parameter without a value is reported once', async () => {
  const found = await errorsOf(Promise.resolve().then(() => filled("select '{a}/{b}'", { root: '/d' })))
  expect(found.map(({ code, message }) => [code, message])).toEqual([
    ['CTR4004', 'the query reads {a}, which has no value: pass --param a=VALUE (given: root)'],
    ['CTR4004', 'the query reads {b}, which has no value: pass --param b=VALUE (given: root)'],
  ])
})

test.each([
  ["select E'{v}'", 'a string with a letter before it'],
  ["select e'it\\'s {v}'", 'a string with a letter before it'],
  ["select X'{v}'", 'a string with a letter before it'],
  ['select $${v}$$', 'a dollar-quoted string'],
  ["select $t$ '{v}' $$ $t$", 'a dollar-quoted string'],
  ['select "{v}" from t', 'a quoted name'],
])('%s takes no value', async (sql, place) => {
  const found = await errorsOf(Promise.resolve().then(() => filled(sql, { v: 'x' })))
  expect(found.map(({ code }) => code)).toEqual(['CTR4008'])
  expect(found[0]!.message).toContain(`the query has {v} in ${place}`)
})

test('a parameter is seen for what it is behind each of them', () => {
  const behind = [
    "E'it\\'s', '{v}'",
    "e'\\\\', '{v}'",
    "$$ ' $$, '{v}'",
    "$t$ $$ ' $t$, '{v}'",
    "\"'\", '{v}'",
    "'\\', '{v}'",
    "/* /* ' */ ' */ '{v}'",
    "-- '\n '{v}'",
    "re'x', '{v}'",
  ]
  for (const sql of behind) expect(filled(`select ${sql}`, { v: "a'b" })).toBe(`select ${sql.replace('{v}', "a''b")}`)
})

test('the marked query has a marker that is nowhere else for each value', () => {
  const { marked, markers } = query("select '{a}', {b}, 'parameter'", { a: 'parameterx0x', b: '2' })
  expect(marked).toBe("select 'parameterxx0x',  'parameterxx1x' , 'parameter'")
  expect([...markers]).toEqual([
    ['parameterxx0x', { name: 'a', value: 'parameterx0x' }],
    ['parameterxx1x', { name: 'b', value: '2' }],
  ])
})

test('names and texts are quoted', () => {
  expect(quoteName('a"b')).toBe('"a""b"')
  expect(quoteText("a'b")).toBe("'a''b'")
})

test('values that the query does not read are reported, but for those that lead somewhere', () => {
  const sql = "select * from '{root}/a.csv' -- {month}"
  const given = new Map([
    ['root', '/d'],
    ['rot', '/e'],
    ['month', '11'],
    ['also', '/linked'],
  ])
  const read = queryWithParameters({ ...dataset, query: { sql } }, given, origins)
  const found = unreadValues(read, dataset, given, (value) => value === '/linked', origins)
  expect(found.map(({ code, message }) => `${code} ${message}`)).toEqual([
    "CTR4054 the query of dataset 'd' does not read '{rot}'; did you mean 'root'? (it reads {root})",
    "CTR4054 the query of dataset 'd' does not read '{month}' (it reads {root})",
  ])
})
