import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBConnection, DuckDBInstance, DuckDBResult } from '@duckdb/node-api'
import { type Chunk, chunkReader } from './chunk.ts'

/** A value of a small result. Integers wider than 32 bits are bigints. */
export type Cell = string | number | bigint | boolean | null | undefined | object

/** An in-memory DuckDB: reads files, keeps nothing. Its failures are Errors with DuckDB's own text (failures.ts reads them). */
export interface Database {
  /** A whole result, for those that are small. */
  rows(sql: string): Promise<readonly (readonly Cell[])[]>
  /** How many statements a text holds, and whether the first is a SELECT. */
  statements(sql: string): Promise<{ readonly count: number; readonly isSelect: boolean }>
  /** A result in chunks of some 2,000 rows, each valid until the next is asked for. */
  stream(sql: string): AsyncGenerator<Chunk, void, undefined>
  close(): void
}

/**
 * DuckDB is loaded here, at the first dataset opened, and nowhere else: `ctrc check` without `--data` never pays for it.
 * Extensions are never fetched; times are UTC; what does not fit in memory goes to the machine's temporary folder.
 */
export async function openDatabase(threads: number | undefined): Promise<Database> {
  const { DuckDBInstance, StatementType } = await import('@duckdb/node-api')
  const readChunk = await chunkReader()
  const instance: DuckDBInstance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    temp_directory: join(tmpdir(), `ctrc-data-${process.pid}`),
    ...(threads === undefined ? {} : { threads: `${threads}` }),
  })
  const connect = async (): Promise<DuckDBConnection> => {
    const connection = await instance.connect()
    await connection.run("SET TimeZone = 'UTC'")
    return connection
  }
  const connection = await connect()
  return {
    async rows(sql) {
      const reader = await connection.runAndReadAll(sql)
      return reader.getRowsJS()
    },
    async statements(sql) {
      const extracted = await connection.extractStatements(sql)
      if (extracted.count !== 1) return { count: extracted.count, isSelect: false }
      const prepared = await extracted.prepare(0)
      try {
        return { count: 1, isSelect: prepared.statementType === StatementType.SELECT }
      } finally {
        prepared.destroySync()
      }
    },
    async *stream(sql) {
      // A connection of its own: another query on the same one would end the stream.
      const own = await connect()
      let fetching: ReturnType<DuckDBResult['fetchChunk']> | undefined
      try {
        const result = await own.stream(sql)
        fetching = result.fetchChunk()
        while (true) {
          const chunk = await fetching
          if (chunk === null || chunk.rowCount === 0) return
          // DuckDB makes the next chunk while this one is read.
          fetching = result.fetchChunk()
          yield readChunk(chunk)
        }
      } finally {
        await fetching?.catch(() => null)
        own.closeSync()
      }
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
