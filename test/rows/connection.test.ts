import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname } from 'node:path'
import { expect, test } from 'vitest'
import { diskHost } from '../../src/host/disk.ts'
import { noAccess, restrict } from '../../src/rows/access.ts'
import { openDatabase, openInstance } from '../../src/rows/connection.ts'
import { sourceFiles } from '../architecture/source-files.ts'

test('what does not fit in memory is spilled to the temporary folder, and goes with the database', async () => {
  const { connect, disconnect, close } = await openInstance(diskHost(), 1)
  const connection = await connect()
  await connection.run("SET memory_limit = '40MB'")
  // Spilling needs no more access than a database has.
  await restrict(connection, noAccess)
  const reader = await connection.runAndReadAll("SELECT current_setting('temp_directory')")
  const [[spill]] = reader.getRowsJS() as [[string]]
  expect(dirname(spill)).toBe(tmpdir())
  // The name that the next process clears up where this one is killed (host/abandoned.ts).
  expect(basename(spill)).toMatch(/^\.ctrc-rows\.\d+@[\w-]+\.\d+\.tmp$/)
  const result = await connection.stream(
    'SELECT * FROM (SELECT hash(i) AS h, repeat(i::text, 9) AS t FROM range(900000) r(i)) ORDER BY h',
  )
  const first = await result.fetchChunk()
  expect(first?.rowCount).toBeGreaterThan(0)
  expect(readdirSync(spill).length).toBeGreaterThan(0)
  disconnect(connection)
  close()
  expect(existsSync(spill)).toBe(false)
})

test('a query that would never end is stopped where the process is to end', async () => {
  const host = diskHost()
  const { rows, close } = await openDatabase(host, 1)
  const endless = 'WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t) SELECT count(*) FROM t'
  const stopped = expect(rows(endless)).rejects.toThrow('INTERRUPT')
  setTimeout(() => host.removeTemporaries(), 50)
  await stopped
  close()
})

test('a database reads, writes and sets nothing beyond its access, and its times are UTC in every connection', async () => {
  const database = await openDatabase(diskHost(), 1)
  try {
    for (const sql of [
      "FROM read_text('package.json')",
      "COPY (SELECT 1) TO 'x.csv'",
      "ATTACH 'x.db'",
      'INSTALL httpfs',
    ])
      await expect(database.rows(sql)).rejects.toThrow('Permission Error')
    for (const setting of ['enable_external_access = true', "TimeZone = 'Asia/Tokyo'", 'lock_configuration = false'])
      await expect(database.rows(`SET ${setting}`)).rejects.toThrow('the configuration has been locked')
    const zones: unknown[] = [await database.rows("SELECT current_setting('TimeZone')")]
    for await (const chunk of database.stream("SELECT current_setting('TimeZone')")) zones.push(chunk.strings(0))
    expect(zones).toEqual([[['UTC']], ['UTC']])
  } finally {
    database.close()
  }
})

// The bindings end such a stream without a word: rows behind the failure would be missing.
test('a stream that fails behind what is buffered throws', async () => {
  const database = await openDatabase(diskHost(), 2)
  const rowsOf = async (sql: string): Promise<number> => {
    let rows = 0
    for await (const chunk of database.stream(sql)) rows += chunk.rows
    return rows
  }
  try {
    expect(await rowsOf('SELECT i FROM range(3000000) t(i)')).toBe(3_000_000)
    const failing = "SELECT CAST(CASE WHEN i = 2900000 THEN 'x' ELSE '1' END AS BIGINT) FROM range(3000000) t(i)"
    await expect(rowsOf(failing)).rejects.toThrow("Conversion Error: Could not convert string 'x' to INT64")
    // Only what failed is aborted.
    expect(await rowsOf('SELECT 1')).toBe(1)
  } finally {
    database.close()
  }
})

test('an interrupted process takes its spilled rows along', async () => {
  const host = diskHost()
  const place = host.temporaryPlace('ctrc-rows')
  host.writeAtomic(`${place.path}/block`, 'rows')
  host.removeTemporaries()
  expect(existsSync(place.path)).toBe(false)
})

test('every database is opened in one place, with a temporary folder', () => {
  const opening = sourceFiles().filter(({ text }) => text.includes('DuckDBInstance.create'))
  expect(opening.map(({ path }) => path)).toEqual(['rows/connection.ts'])
})
