import { DuckDBInstance } from '@duckdb/node-api'
import type { Host } from '../host/host.ts'
import { quoteName, quoteText } from '../learn/data/sql/quote.ts'
import { fileFormat, readFunction } from './input-file.ts'

/** Writes a file's rows with scores beside them, in the file's order: to a temporary place, then renamed. */
export async function writeScores(
  host: Host,
  input: string,
  out: string,
  scores: ReadonlyMap<string, readonly number[]>,
): Promise<void> {
  const format = fileFormat(out)
  const temporary = `${out}.writing.${format}`
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
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
    const given = `SELECT *, row_number() OVER () - 1 AS ctrc_row FROM ${readFunction(input)}`
    const both = names.map((name) => `scores.${quoteName(name)}`).join(', ')
    const exclude = `* EXCLUDE (ctrc_row)`
    const joined = `SELECT given.${exclude}, ${both} FROM (${given}) AS given JOIN scores USING (ctrc_row) ORDER BY ctrc_row`
    await connection.run(`COPY (${joined}) TO ${quoteText(temporary)} (FORMAT ${format})`)
    host.rename(temporary, out)
  } finally {
    connection.closeSync()
    instance.closeSync()
    host.remove(temporary)
  }
}
