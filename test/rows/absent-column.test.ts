import { expect, test } from 'vitest'
import { columnType } from '../../src/features/sql/column-type.ts'
import { absentColumn } from '../../src/rows/absent-column.ts'

const mend = (name: string, ...columns: readonly string[]): string | undefined =>
  absentColumn(name, new Map(columns.map((each) => [each, columnType('BIGINT')]))).remedy

test.each([
  ['c101', '101', `select *, "101" as "c101" in the query names it so`],
  ['field_101', '101', `select *, "101" as "field_101" in the query names it so`],
  ['user_id', 'user:id', `select *, "user:id" as "user_id" in the query names it so`],
  ['ad_position', 'ad.position', `select *, "ad.position" as "ad_position" in the query names it so`],
  ['time_of_day', 'time of day', `select *, "time of day" as "time_of_day" in the query names it so`],
  ['says', 'sa"ys', `select *, "sa""ys" as "says" in the query names it so`],
  // Two columns whose names differ in case alone are one to SQL.
  ['isbn', 'ISBN', `select * rename ("ISBN" as "isbn") in the query names it so`],
])('%s, where there is %s', (name, column, expected) => {
  expect(mend(name, 'other', column)).toBe(expected)
})

test('columns without a header', () => {
  expect(mend('user', 'column00', 'column01', 'column02', 'row')).toBe(
    "names = ['a', 'b', ...] in read_csv names its columns, which have no header, in their order (column00 to column02)",
  )
  expect(mend('user', 'column3', 'row')).toBeUndefined()
})

test('lines that were not split', () => {
  expect(mend('user', '1::1193::5::978300760')).toBe("delim = '::' in read_csv splits its lines")
})

test('a field of a struct, by its own name or with its column', () => {
  const columns = new Map([['user', columnType('STRUCT(id BIGINT, "home town" VARCHAR, tags STRUCT(n BIGINT)[])')]])
  const found = (name: string): string | undefined => absentColumn(name, columns).remedy
  expect(found('home_town')).toBe('select *, "user"."home town" as "home_town" in the query takes it from there')
  expect(found('user_id')).toBe('select *, "user"."id" as "user_id" in the query takes it from there')
  expect(found('n')).toBeUndefined()
})

test('another name: what is near, and what is there', () => {
  expect(absentColumn('country', new Map([['contry', columnType('VARCHAR')]]))).toEqual({
    remedy: undefined,
    near: 'contry',
    has: ['contry'],
  })
})
