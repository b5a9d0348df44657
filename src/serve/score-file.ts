import { quoteName, quoteText } from '../features/sql/quote.ts'
import { type Host, HostError, type HostFailure } from '../host/host.ts'
import { pathsAccess } from '../rows/access.ts'
import { openRestricted } from '../rows/connection.ts'
import { isDuckdbError, reasonOf } from '../rows/failures.ts'
import { fileFormat, fileSql } from './input-file.ts'

/**
 * Writes a file's rows with scores beside them, in the file's order; whole or not at all. A column of the file that has the name of a
 * score is kept as `input.<name>`. A score that is not a number is null. Errors: HostError.
 */
export async function writeScores(
  host: Host,
  input: string,
  out: string,
  scores: ReadonlyMap<string, readonly number[]>,
): Promise<void> {
  const folder = host.resolve(out, '..')
  const { connection, close } = await openRestricted(host, 1, pathsAccess(host, [input, folder]))
  try {
    const names = [...scores.keys()]
    const columns = names.map((name) => `${quoteName(name)} ${name === 'status' ? 'BIGINT' : 'FLOAT'}`)
    await connection.run(`CREATE TABLE scores (ctrc_row BIGINT, ${columns.join(', ')})`)
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
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${fileSql(input)}`)
    const taken = described.getRows().map(([name]) => String(name))
    const sql = `COPY (${besideSql(input, names, taken)}) TO`
    await host.writeFileAtomic(out, async (temporary) => {
      try {
        await connection.run(`${sql} ${quoteText(temporary)} (${writtenAs(out)})`)
      } catch (error) {
        throw isDuckdbError(error) ? writeFailure(out, error) : error
      }
    })
  } finally {
    close()
  }
}

function besideSql(input: string, names: readonly string[], taken: readonly string[]): string {
  const renamed = names.filter((name) => taken.includes(name))
  const renames = renamed.map((name) => `${quoteName(name)} AS ${quoteName(`input.${name}`)}`).join(', ')
  const own = renamed.length === 0 ? '*' : `* RENAME (${renames})`
  const given = `SELECT ${own}, row_number() OVER () - 1 AS ctrc_row FROM ${fileSql(input)}`
  const both = names.map((name) => `scores.${quoteName(name)}`).join(', ')
  return `SELECT given.* EXCLUDE (ctrc_row), ${both} FROM (${given}) AS given JOIN scores USING (ctrc_row) ORDER BY ctrc_row`
}

function writtenAs(out: string): string {
  const format = fileFormat(out)
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
