import { expect, test } from 'vitest'
import { openDatabase } from '../../src/rows/connection.ts'
import { rawSpecOf, rawSql } from '../../src/rows/raw-spec.ts'
import { columnType } from '../../src/rows/sql/column-type.ts'

const feature = { name: 'x', level: 'row', surfaces: undefined, default: undefined, servedAs: undefined }

test("a sentinel of an id or word is read as null, a number's stays: the graph knows it", async () => {
  const database = await openDatabase(1)
  const read = async (type: 'id' | 'int' | 'string', missing: number | string, sql: string) => {
    const kind = type === 'int' ? { kind: type } : { kind: type, table: 't' }
    const spec = rawSpecOf({ ...feature, type: kind, missing })
    const column = type === 'string' ? 'VARCHAR' : 'INTEGER'
    const rows = await database.rows(`SELECT ${rawSql(spec, columnType(column))} FROM (${sql}) AS rows(x)`)
    return rows.map(([value]) => (value === null ? null : String(value)))
  }
  expect(await read('id', -1, 'VALUES (-1), (5), (NULL)')).toEqual([null, '5', null])
  expect(await read('int', -1, 'VALUES (-1), (5)')).toEqual(['-1', '5'])
  expect(await read('string', "no'ne", "VALUES ('no''ne'), ('none')")).toEqual([null, 'none'])
  database.close()
})
