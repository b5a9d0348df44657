import { diskHost } from '../../src/host/disk.ts'
import { predict } from '../../src/serve/predict.ts'
import { sql } from '../sql.ts'

/** Writes the query to a file of this kind, scores it by an exported surface, and gives the log-odds of `click`, as 32-bit floats. */
export async function predictedLogits(
  at: (name: string) => string,
  surface: string,
  query: string,
  name: string,
): Promise<number[]> {
  await sql(`copy (${query}) to '${at(name)}' (format ${name.split('.').pop()})`)
  await predict(diskHost(), surface, at(name), at(`scored-${name}`))
  const rows = await sql(`select * from '${at(`scored-${name}`)}'`)
  return rows.map((row) => Math.fround(Number(row['click.logit'])))
}
