import { createHash } from 'node:crypto'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ColumnType } from '../../../src/features/sql/column-type.ts'
import { columnType } from '../../../src/features/sql/column-type.ts'
import { rowExpressionSql } from '../../../src/rows/sql/row-expression.ts'
import { errorsOf } from '../../diagnostics/errors-of.ts'
import { programOf } from '../fixture.ts'

const types: Record<string, string> = {
  i: 'BIGINT',
  x: 'DOUBLE',
  s: 'VARCHAR',
  b: 'BOOLEAN',
  d: 'DATE',
  clicked: 'BIGINT',
  l: 'BIGINT[]',
}
const columns = new Map<string, ColumnType>(Object.entries(types).map(([name, type]) => [name, columnType(type)]))

/** The expression of a label, as SQL. */
function compiled(text: string) {
  const { dataset, origins } = programOf(`
surface s
level row
dataset d { query: "select 1", surface: s, labels: { click: ${text} } }
model m on s { trunk { predict click = 0 } }
`)
  const { expression } = dataset.labels.get('click')!.all!
  return rowExpressionSql(expression, { what: "dataset 'd'", columns, origins })
}

describe('what DuckDB makes of it', () => {
  let instance: DuckDBInstance
  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:')
  })
  afterAll(() => instance.closeSync())

  async function values(text: string): Promise<unknown[]> {
    const connection = await instance.connect()
    const rows = `(values (1, 0.5, 'a', true, date '2022-05-04', [1]), (null, 'nan'::double, '', false, null, null),
      (3, 'inf'::double, null, null, date '2022-05-06', [])) as t(i, x, s, b, d, l)`
    const reader = await connection.runAndReadAll(`select ${compiled(text).sql} from ${rows}`)
    connection.closeSync()
    return reader.getRowsJS().map(([value]) => (typeof value === 'bigint' ? Number(value) : value))
  }

  test.each([
    ['i == 1', [true, null, false]],
    ['i != 1', [false, null, true]],
    ['not i == 1', [false, null, true]],
    ['i == 1 or i is null', [true, true, false]],
    ['i is not null and i > 1', [false, false, true]],
    ['i in [1, 2]', [true, null, false]],
    ['i not in [1, 2]', [false, null, true]],
    // NaN and infinities are missing: SQL alone would call both greater than any number.
    ['x >= 0', [true, null, null]],
    // Missing counts as false.
    ['i is null where i == 1', [false, null, null]],
    ['i where i > 0', [1, null, 3]],
    ['i == 1 or b where b or d is null', [true, null, null]],
    ['x is null', [false, true, true]],
    ['x * 4 - 1', [1, null, null]],
    ['-i + 2', [1, null, -1]],
    ['i / 2', [0.5, null, 1.5]],
    ['i % 2', [1, null, 1]],
    // A boolean is 0 or 1 beside a number.
    ['b == 1', [true, false, null]],
    ['b', [true, false, null]],
    ['s == "a"', [true, false, null]],
    ['d < "2022-05-05"', [true, null, false]],
    ['i + 2 * 3 == 7', [true, null, false]],
  ])('%s', async (text, expected) => {
    expect(await values(text)).toEqual(expected)
  })

  /** The statement of `fold`, in another language. */
  const fold = (text: string, n: number): number =>
    Number.parseInt(createHash('md5').update(text).digest('hex').slice(0, 8), 16) % n

  test('fold is the MD5 of the text, missing values included', async () => {
    expect(await values('fold(i, 7)')).toEqual([fold('1', 7), fold('', 7), fold('3', 7)])
    expect(await values('fold(s, 1000)')).toEqual([fold('a', 1000), fold('', 1000), fold('', 1000)])
    expect(await values('fold(d, 100)')).toEqual([fold('2022-05-04', 100), fold('', 100), fold('2022-05-06', 100)])
  })
})

test('columns and strings are quoted', () => {
  expect(compiled('s == "it\'s"').sql).toBe(`("s" = 'it''s')`)
})

test.each([
  [
    'cliked == 1',
    'CTR4010',
    "this expression reads column 'cliked', which dataset 'd' does not have; did you mean 'clicked'?",
  ],
  ['l == 1', 'CTR4011', "column 'l' is BIGINT[], but this expression expects a number, string, boolean or time"],
  ['s == 1', 'CTR4012', "'==' expects two values of one kind, found a string and a number"],
  ['s + 1', 'CTR4012', "'+' expects numbers, found a string"],
  ['i and b', 'CTR4012', "'and' expects conditions, such as x == 1, found a number"],
  ['not s', 'CTR4012', "'not' expects conditions, such as x == 1, found a string"],
])('%s is a mistake', async (text, code, message) => {
  const [found] = await errorsOf(Promise.resolve().then(() => compiled(text)))
  expect([found!.code, found!.message]).toEqual([code, message])
  expect(found!.span?.file).toBe('/main.ctr')
})
