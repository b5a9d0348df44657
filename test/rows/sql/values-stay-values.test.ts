import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { DiagnosticError } from '../../../src/diagnostics/report.ts'
import { diskHost } from '../../../src/host/disk.ts'
import { openDatabase } from '../../../src/rows/connection.ts'
import { queryWithParameters } from '../../../src/rows/sql/query.ts'
import { checkQuery } from '../../../src/rows/sql/user-query.ts'
import { programOf } from '../fixture.ts'

const { dataset, origins } = programOf(`
surface s
level row
dataset d { query: "select 1", surface: s }
model m on s { trunk { predict click = 0 } }
`)
const opened = openDatabase(diskHost(), 1)
afterAll(async () => (await opened).close())

/** The types of a query's columns; undefined where it is refused. */
async function columnsOf(sql: string, value: string): Promise<string | undefined> {
  const database = await opened
  const origin = { what: 'd', span: undefined, readable: [], here: '/', madeIn: undefined }
  try {
    const query = queryWithParameters({ ...dataset, query: { sql } }, new Map([['v', value]]), origins)
    await checkQuery((text) => database.parse(text), query, 'd', origin)
    // What is bound after it is parsed may fail by the value: a date that is none.
    const described = await database.rows(`DESCRIBE SELECT * FROM (${query.sql}\n)`).catch(() => undefined)
    return described?.map((row) => row[1]).join(', ')
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined
    throw error
  }
}

/** Where a string, a name or a comment begins or ends, and a parameter between all of it. */
const fragments = [
  ...["'", "''", '"', '$$', '$a$', '\\', '/*', '*/', '--', '\n', '\r', ' ', 'e', "E'", 'x', 'U&', '1e', '\u00a0'],
  ...['{v}', "'{v}'", "'a'", 'a', '1', '(', ')', ',', '||', ';', '::text', 'as', '.'],
]
const evil = [
  "' , 7, '",
  "\\' , 7, '",
  '" , 7, "',
  '*/ 7 /*',
  '\n7',
  '$$ , 7, $$',
  "' union select 7 --",
  '\\',
  "'",
  '\u00a0',
]

test('a query has the same columns whatever its values are, or is refused', async () => {
  let accepted = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...fragments, '{v}', '{v}'), { minLength: 1, maxLength: 8 }),
      fc.constantFrom(...evil),
      async (parts, value) => {
        const sql = `select ${parts.join('')} , 3 as tail`
        const columns = await columnsOf(sql, value)
        if (columns === undefined) return
        accepted++
        expect(columns).toBe((await columnsOf(sql, 'x')) ?? columns)
      },
    ),
    { numRuns: 800, seed: 14 },
  )
  expect(accepted).toBeGreaterThan(50)
})
