import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteText } from '../features/sql/quote.ts'
import type { Host } from '../host/host.ts'
import type { BegunPath } from './sql/query.ts'

/** What a database may read and write besides its own temporary folder. */
export interface Access {
  /** With all below them. */
  readonly folders: readonly string[]
  readonly files: readonly string[]
}

export const noAccess: Access = { folders: [], files: [] }

/**
 * What a dataset's query may read: the folder of its project, and what the values of its parameters name: a folder, a file, or the folder
 * of a pattern. A path that a value begins (`'{month}.parquet'`) is named by it too, where the rest leads to no other folder.
 */
export function accessOf(
  host: Host,
  project: string | undefined,
  params: ReadonlyMap<string, string>,
  begun: readonly BegunPath[],
): Access {
  const named = pathsAccess(
    host,
    [...params.values()].filter((value) => value !== ''),
  )
  const continued = begun
    .filter(({ value, rest }) => value !== '' && !/[/\\]$/.test(value) && !/[/\\*?[]/.test(rest))
    .map(({ value, rest }) => placeOf(host, value + rest))
  return {
    folders: [...(project === undefined ? [] : [host.resolve(project)]), ...named.folders],
    files: [...named.files, ...continued],
  }
}

/** Files, folders and patterns that a command was given. */
export const pathsAccess = (host: Host, paths: readonly string[]): Access => {
  const places = paths.map((path) => placeOf(host, beforePattern(path)))
  return { folders: places, files: places }
}

/** A path without its part from the first folder or file on that is a pattern. */
export function beforePattern(path: string): string {
  const pattern = path.search(/[*?[]/)
  if (pattern === -1) return path
  const slash = path.lastIndexOf('/', pattern)
  return slash === -1 ? '.' : path.slice(0, slash + 1)
}

/** DuckDB itself knows `~` and addresses with a scheme. */
const placeOf = (host: Host, path: string): string =>
  path.startsWith('~') || /^\w+:\/\//.test(path) ? path : host.resolve(path)

/**
 * Binds a database to what it may touch, for good: from now on no statement reads or writes elsewhere, loads an extension, reaches a
 * network or changes a setting. `..` and links are followed before it is judged where a path leads.
 */
export async function restrict(connection: DuckDBConnection, { folders, files }: Access): Promise<void> {
  const list = (paths: readonly string[]): string => `[${paths.map(quoteText).join(', ')}]`
  // Of all connections: once the configuration is locked, none can set its own.
  await connection.run("SET GLOBAL TimeZone = 'UTC'")
  await connection.run(`SET allowed_directories = ${list(folders)}`)
  await connection.run(`SET allowed_paths = ${list(files)}`)
  await connection.run('SET enable_external_access = false')
  await connection.run('SET lock_configuration = true')
}
