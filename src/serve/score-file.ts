import type { DuckDBConnection } from '@duckdb/node-api'
import { DiagnosticError, diagnostic } from '../diagnostics/report.ts'
import { quoteName, quoteText } from '../features/sql/quote.ts'
import { type Host, HostError, type HostFailure } from '../host/host.ts'
import { pathsAccess } from '../rows/access.ts'
import { openRestricted } from '../rows/connection.ts'
import { isDuckdbError, reasonOf } from '../rows/failures.ts'
import { type CarriedColumns, carriedColumns } from './carried-columns.ts'
import { type FileFormat, formatOf } from './file-format.ts'
import type { InputPlace } from './input-place.ts'

/**
 * Writes rows of files with their scores beside them, in the files' order; whole or not at all. A column of the files that has the name of
 * a score, in any case of letters, is kept as `input.<name>`. A score that is not a number is null. Errors: HostError, CTR7011 where the
 * files have other rows than were scored.
 */
export async function writeScores(
  host: Host,
  place: InputPlace,
  out: string,
  scores: ReadonlyMap<string, readonly number[]>,
): Promise<void> {
  const access = pathsAccess(host, [...place.files, host.resolve(out, '..')])
  const { connection, close } = await openRestricted(host, 1, access)
  try {
    await keepScores(connection, scores)
    const format = formatOf(out) ?? 'parquet'
    const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJS()
    const carried = await carriedColumns(rows, place, format)
    const sql = `COPY (${besideSql(carried, [...scores.keys()])}) TO`
    await host.writeFileAtomic(out, async (temporary) => {
      const written = await copied(connection, out, `${sql} ${quoteText(temporary)} (${writtenAs(out, format)})`)
      if (written === scores.get('status')?.length) return
      const reason = `it had ${scores.get('status')?.length} rows when it was scored, and now has ${written}`
      throw new DiagnosticError([diagnostic('CTR7011', undefined, { file: place.name, reason })])
    })
  } finally {
    close()
  }
}

/** How many rows a COPY has written. Errors: HostError. */
async function copied(connection: DuckDBConnection, out: string, sql: string): Promise<number> {
  try {
    const reader = await connection.runAndReadAll(sql)
    return Number(reader.getRowsJS()[0]?.[0])
  } catch (error) {
    throw isDuckdbError(error) ? writeFailure(out, error) : error
  }
}

/** A table `scores` of a row's number `n` and its scores `s0`, `s1`, ... */
async function keepScores(connection: DuckDBConnection, scores: ReadonlyMap<string, readonly number[]>): Promise<void> {
  const names = [...scores.keys()]
  const columns = names.map((name, i) => `s${i} ${name === 'status' ? 'BIGINT' : 'FLOAT'}`)
  await connection.run(`CREATE TABLE scores (n BIGINT, ${columns.join(', ')})`)
  const appender = await connection.createAppender('scores')
  const rows = scores.get('status')?.length ?? 0
  for (let row = 0; row < rows; row++) {
    appender.appendBigInt(BigInt(row))
    for (const name of names) {
      const value = scores.get(name)?.[row] ?? Number.NaN
      if (name === 'status') appender.appendBigInt(BigInt(value))
      else if (Number.isNaN(value)) appender.appendNull()
      else appender.appendFloat(value)
    }
    appender.endRow()
  }
  appender.closeSync()
}

/** Columns of the files are named `c0`, `c1`, ... on the way, so that none of them is taken for one of ours. */
function besideSql({ names, table }: CarriedColumns, scores: readonly string[]): string {
  const taken = new Set([...names, ...scores].map(lowered))
  const outName = (name: string): string => {
    if (!scores.some((score) => lowered(score) === lowered(name))) return name
    let kept = `input.${name}`
    while (taken.has(lowered(kept))) kept = `input.${kept}`
    taken.add(lowered(kept))
    return kept
  }
  const own = names.map((name, i) => `${quoteName(name)} AS c${i}`)
  const numbered = `SELECT ${[...own, 'row_number() OVER () - 1 AS n'].join(', ')} FROM ${table}`
  const columns = [
    ...names.map((name, i) => `c${i} AS ${quoteName(outName(name))}`),
    ...scores.map((name, i) => `s${i} AS ${quoteName(name)}`),
  ]
  return `SELECT ${columns.join(', ')} FROM (${numbered}) LEFT JOIN scores USING (n) ORDER BY n`
}

/** DuckDB's names are the same in any case of letters. */
const lowered = (name: string): string => name.toLowerCase()

function writtenAs(out: string, format: FileFormat): string {
  const compression = /\.gz$/i.test(out) ? ', COMPRESSION gzip' : ''
  const delimiter = /\.tsv(\.gz)?$/i.test(out) ? ", DELIMITER '\t'" : ''
  return `FORMAT ${format}${compression}${delimiter}`
}

const failures: readonly (readonly [RegExp, HostFailure])[] = [
  [/No space left on device|Disk quota exceeded/, 'no_space'],
  [/Read-only file system/, 'read_only'],
  [/Permission denied|Operation not permitted/, 'denied'],
]

/** DuckDB's message contains the system's, for the file that it writes. */
function writeFailure(out: string, error: Error): HostError {
  const failure = failures.find(([words]) => words.test(error.message))?.[1] ?? 'other'
  return new HostError(failure, out, reasonOf(error.message))
}
