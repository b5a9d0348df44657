import type { DuckDBConnection, DuckDBInstance, DuckDBResult } from '@duckdb/node-api'
import type { Host } from '../host/host.ts'
import { type Chunk, chunkReader } from './chunk.ts'

/** A value of a small result. Integers wider than 32 bits are bigints. */
export type Cell = string | number | bigint | boolean | null | undefined | object

/** An in-memory DuckDB: reads files, keeps nothing. Its failures are Errors with DuckDB's own text (failures.ts reads them). */
export interface Database {
  /** A whole result, for those that are small. */
  rows(sql: string): Promise<readonly (readonly Cell[])[]>
  /** How many statements a text holds, and whether the first is a SELECT. */
  statements(sql: string): Promise<{ readonly count: number; readonly isSelect: boolean }>
  /** A result in chunks of some 2,000 rows, each valid until the next is requested. */
  stream(sql: string): AsyncGenerator<Chunk, void, undefined>
  close(): void
}

export interface Instance {
  readonly instance: DuckDBInstance
  /** After its connections. */
  close(): void
}

/**
 * DuckDB is loaded here, at the first dataset opened, and nowhere else: `ctrc check` without `--data` never pays for it.
 * Extensions are never fetched; what does not fit in memory goes to the machine's temporary folder, never to the working folder.
 */
export async function openInstance(host: Host, threads: number | undefined): Promise<Instance> {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const spill = host.temporaryPlace('ctrc-rows')
  try {
    const instance = await DuckDBInstance.create(':memory:', {
      autoinstall_known_extensions: 'false',
      temp_directory: spill.path,
      ...(threads === undefined ? {} : { threads: `${threads}` }),
    })
    return {
      instance,
      close() {
        instance.closeSync()
        spill.release()
      },
    }
  } catch (error) {
    spill.release()
    throw error
  }
}

/** An instance with a connection; times are UTC. */
export async function openDatabase(host: Host, threads: number | undefined): Promise<Database> {
  const { StatementType } = await import('@duckdb/node-api')
  const readChunk = await chunkReader()
  const { instance, close } = await openInstance(host, threads)
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
      close()
    },
  }
}
