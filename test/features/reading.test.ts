import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { definitionOf, type FeatureKind } from '../../src/features/kinds.ts'
import { rawSql } from '../../src/features/reading.ts'
import { diskHost } from '../../src/host/disk.ts'
import { type Database, openDatabase } from '../../src/rows/connection.ts'

let database: Database
beforeAll(async () => {
  database = await openDatabase(diskHost(), 1)
})
afterAll(() => database.close())

const id: FeatureKind = { kind: 'id', table: 't' }
const int: FeatureKind = { kind: 'int' }
const float: FeatureKind = { kind: 'float' }
const string: FeatureKind = { kind: 'string', table: 't' }
const vector: FeatureKind = { kind: 'vector', size: 2 }
const ids: FeatureKind = { kind: 'list', element: 'id', length: 2, table: 't' }

const cells = async (sql: string, values: string): Promise<(string | null)[]> => {
  const rows = await database.rows(`SELECT CAST(${sql} AS VARCHAR) FROM (${values}) AS rows(x)`)
  return rows.map(([value]) => (value === null ? null : String(value)))
}

describe('a sentinel is read as null', () => {
  const read = (type: FeatureKind, missing: number | string, values: string) =>
    cells(rawSql({ name: 'x', column: 'x', reading: definitionOf(type).column(missing) }), values)
  test('of ids, ints and strings', async () => {
    expect(await read(id, -1, 'VALUES (-1), (5), (NULL)')).toEqual([null, '5', null])
    expect(await read(int, -1, 'VALUES (-1), (5)')).toEqual([null, '5'])
    expect(await read(string, "no'ne", "VALUES ('no''ne'), ('none')")).toEqual([null, 'none'])
  })

  test('of floats as the float32 next to it', async () => {
    expect(await read(float, 0.1, 'VALUES (0.1::DOUBLE), (0.25::DOUBLE)')).toEqual([null, '0.25'])
    // Too large for a float32, so that no value is equal to it.
    expect(await read(float, 1e300, 'VALUES (0.5::DOUBLE)')).toEqual(['0.5'])
  })
})

test('values are the same to the model where they encode alike', async () => {
  const identity = (type: FeatureKind, missing: number | string | undefined, values: string) =>
    cells(definitionOf(type).column(missing).identity('x'), values)
  expect(await identity(id, 7, 'VALUES (7), (NULL), (-9223372036854775808), (8)')).toEqual([null, null, null, '8'])
  expect(await identity(string, 'none', "VALUES ('none'), (NULL), (''), ('be')")).toEqual([null, null, null, 'be'])
  const floats = "VALUES ('nan'::DOUBLE), ('inf'::DOUBLE), (NULL), (-1), (2)"
  expect(await identity(float, -1, floats)).toEqual([null, null, null, null, '2.0'])
  expect(await identity(vector, undefined, "VALUES (['nan'::FLOAT, 1]), ([NULL, 1])")).toEqual([
    '[NULL, 1.0]',
    '[NULL, 1.0]',
  ])
  // The last two are kept.
  expect(await identity(ids, undefined, 'VALUES ([1, 2, NULL]), ([5, 2, -9223372036854775808]), (NULL)')).toEqual([
    ...['[2, NULL]', '[2, NULL]', null],
  ])
})
