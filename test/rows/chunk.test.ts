import { expect, test } from 'vitest'
import { diskHost } from '../../src/host/disk.ts'
import { openDatabase } from '../../src/rows/connection.ts'

test('a column of a chunk is decoded once, however many slices read it', async () => {
  const database = await openDatabase(diskHost(), 1)
  const sql = `SELECT range::VARCHAR || ' of a long text' AS word, [range::VARCHAR, NULL] AS words, range AS id FROM range(3)`
  for await (const chunk of database.stream(sql)) {
    expect(chunk.strings(0)).toEqual(['0 of a long text', '1 of a long text', '2 of a long text'])
    expect(chunk.strings(0)).toBe(chunk.strings(0))
    expect(chunk.stringList(1).elements).toEqual(['0', null, '1', null, '2', null])
    expect(chunk.stringList(1)).toBe(chunk.stringList(1))
    expect(chunk.longs(2)).toBe(chunk.longs(2))
  }
  database.close()
})
