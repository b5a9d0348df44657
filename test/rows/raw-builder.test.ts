import { expect, test } from 'vitest'
import type { RawColumn } from '../../src/features/raw.ts'
import type { Storage } from '../../src/features/reading.ts'
import { missingInteger, missingString } from '../../src/graph/vocabulary.ts'
import { diskHost } from '../../src/host/disk.ts'
import { openDatabase } from '../../src/rows/connection.ts'
import { rawBuilder } from '../../src/rows/raw-builder.ts'

/** A column of DuckDB's as it is kept in memory. */
async function built(storage: Storage, values: string, type: string): Promise<RawColumn> {
  const database = await openDatabase(diskHost(), 1)
  try {
    const builder = rawBuilder(storage, 8)
    let rows = 0
    for await (const chunk of database.stream(`SELECT x::${type} FROM (VALUES ${values}) AS t(x)`)) {
      builder.append(chunk, 0, 0, chunk.rows)
      rows += chunk.rows
    }
    return builder.finish(rows)
  } finally {
    database.close()
  }
}

/** Each row's elements; undefined where the list is missing. */
const listsOf = (column: RawColumn): readonly unknown[] => {
  if (column.kind !== 'list') throw new Error('no list')
  return Array.from(column.lengths, (length, row) =>
    length < 0 ? undefined : [...column.values.slice(column.starts[row]!, column.starts[row]! + length)],
  )
}

// DuckDB leaves 0 where a null is: what is missing stands in its bitmap alone.
test('a null in a list of ids is a missing id, not the id 0', async () => {
  const column = await built(
    { kind: 'list', of: 'id', length: 3 },
    '([1, NULL, 3]), ([NULL]), (NULL), ([0, 9, NULL, 2])',
    'BIGINT[]',
  )
  expect(listsOf(column)).toEqual([[1n, missingInteger, 3n], [missingInteger], undefined, [9n, missingInteger, 2n]])
})

test('a null in a list of words is a missing word', async () => {
  const column = await built(
    { kind: 'list', of: 'string', length: 2 },
    "(['a', NULL]), ([]), ([NULL, 'b', 'c'])",
    'VARCHAR[]',
  )
  expect(listsOf(column)).toEqual([['a', missingString], [], ['b', 'c']])
})

test('a null in a vector, and an id that is null', async () => {
  const vector = await built({ kind: 'floats', size: 2 }, '([1, NULL]), ([0, 2])', 'FLOAT[]')
  expect(vector).toMatchObject({ values: Float32Array.of(1, Number.NaN, 0, 2) })
  const ids = await built({ kind: 'int64' }, '(NULL), (0)', 'BIGINT')
  expect(ids).toMatchObject({ values: BigInt64Array.of(missingInteger, 0n) })
})
