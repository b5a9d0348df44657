import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api'
import type { Host } from '../host/host.ts'
import { type Access, noAccess, restrict } from './access.ts'
import { type Chunk, chunkReader } from './chunk.ts'
import { type Parsed, readParsed } from './sql/parsed.ts'

/** A value of a small result. Integers wider than 32 bits are bigints. */
export type Cell = string | number | bigint | boolean | null | undefined | object

/** An in-memory DuckDB: reads files, keeps nothing. Its failures are Errors with DuckDB's own text (failures.ts reads them). */
export interface Database {
  /** A whole result, for those that are small. */
  rows(sql: string): Promise<readonly (readonly Cell[])[]>
  /** What DuckDB's parser makes of a text. Nothing of it is bound or run, and no file is opened. */
  parse(sql: string): Promise<Parsed>
  /** A result in chunks of some 2,000 rows, each valid until the next is requested. */
  stream(sql: string): AsyncGenerator<Chunk, void, undefined>
  close(): void
}

export interface Instance {
  /** Its queries end where the process is to end: an endless one would go on in its threads. */
  connect(): Promise<DuckDBConnection>
  disconnect(connection: DuckDBConnection): void
  /** After its connections. */
  close(): void
}

/**
 * DuckDB is loaded here, at the first dataset opened, and nowhere else: `ctrc check` without `--data` never pays for it.
 * Extensions are never fetched; what does not fit in memory goes to the machine's temporary folder, never to the working folder.
 */
export async function openInstance(host: Host, threads: number | undefined): Promise<Instance> {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const open = new Set<DuckDBConnection>()
  const spill = host.temporaryPlace('ctrc-rows', () => {
    for (const connection of open) connection.interrupt()
  })
  try {
    const instance = await DuckDBInstance.create(':memory:', {
      autoinstall_known_extensions: 'false',
      temp_directory: spill.path,
      ...(threads === undefined ? {} : { threads: `${threads}` }),
    })
    return {
      async connect() {
        const connection = await instance.connect()
        open.add(connection)
        return connection
      },
      disconnect(connection) {
        open.delete(connection)
        connection.closeSync()
      },
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

export interface RestrictedInstance extends Instance {
  readonly connection: DuckDBConnection
}

/** An instance with a first connection, restricted before anything runs in it. */
export async function openRestricted(
  host: Host,
  threads: number | undefined,
  access: Access,
): Promise<RestrictedInstance> {
  const instance = await openInstance(host, threads)
  try {
    const connection = await instance.connect()
    await restrict(connection, access)
    return {
      ...instance,
      connection,
      close() {
        instance.disconnect(connection)
        instance.close()
      },
    }
  } catch (error) {
    instance.close()
    throw error
  }
}

/** An instance with a connection, which reads what `access` names and nothing else; times are UTC. */
export async function openDatabase(
  host: Host,
  threads: number | undefined,
  access: Access = noAccess,
): Promise<Database> {
  const readChunk = await chunkReader()
  const { connect, disconnect, connection, close } = await openRestricted(host, threads, access)
  return {
    async rows(sql) {
      const reader = await connection.runAndReadAll(sql)
      return reader.getRowsJS()
    },
    async parse(sql) {
      // A text bound to a function: `extractStatements` opens files for some statements, `prepare` binds what it parses.
      const prepared = await connection.prepare('SELECT CAST(json_serialize_sql(CAST($1 AS VARCHAR)) AS VARCHAR)')
      try {
        prepared.bindVarchar(1, sql)
        const reader = await prepared.runAndReadAll()
        return readParsed(String(reader.getRowsJS()[0]?.[0]))
      } finally {
        prepared.destroySync()
      }
    },
    async *stream(sql) {
      // A connection of its own: another query on the same one would end the stream.
      const own = await connect()
      let fetching: ReturnType<DuckDBResult['fetchChunk']> | undefined
      try {
        await own.run('BEGIN TRANSACTION')
        const result = await own.stream(sql)
        fetching = result.fetchChunk()
        while (true) {
          const chunk = await fetching
          if (chunk === null || chunk.rowCount === 0) return await endOfStream(own, sql)
          // DuckDB makes the next chunk while this one is read.
          fetching = result.fetchChunk()
          yield readChunk(chunk)
        }
      } finally {
        await fetching?.catch(() => null)
        disconnect(own)
      }
    },
    close,
  }
}

/**
 * A stream that fails behind what is buffered ends as if it were done: the bindings give an empty chunk for both. But a failure aborts the
 * transaction. Then the query is run again without its rows, which throws what has happened.
 */
async function endOfStream(connection: DuckDBConnection, sql: string): Promise<void> {
  try {
    await connection.run('SELECT 1')
  } catch {
    await connection.run('ROLLBACK')
    await connection.run(`EXPLAIN ANALYZE ${sql}`)
    throw new Error('IO Error: reading has stopped before its end, by a failure that did not come again')
  }
}
