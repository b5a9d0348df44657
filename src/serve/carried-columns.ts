import { quoteName, quoteText } from '../features/sql/quote.ts'
import type { Cell } from '../rows/connection.ts'
import type { FileFormat } from './file-format.ts'
import { filesSql, type InputPlace } from './input-place.ts'

/** The columns of scored files, which their scores are written beside. */
export interface CarriedColumns {
  readonly names: readonly string[]
  /** Each of them, in the files' order. */
  readonly table: string
}

/**
 * Columns as they are in the file: an id of twenty digits or a word such as `68e10` is no number. CSV is carried as text. JSON is carried as
 * JSON into JSON, elsewhere as text. Parquet has types, which stay.
 */
export async function carriedColumns(
  rows: (sql: string) => Promise<readonly (readonly Cell[])[]>,
  place: InputPlace,
  out: FileFormat,
): Promise<CarriedColumns> {
  const named = async (table: string): Promise<readonly string[]> =>
    (await rows(`DESCRIBE SELECT * FROM ${table}`)).map(([name]) => String(name))
  if (place.format === 'parquet') {
    const table = filesSql(place)
    return { names: await named(table), table }
  }
  if (place.format === 'csv') {
    // An empty text in quotes is an empty text, and nothing is nothing.
    const table = filesSql(place, 'all_varchar = true', 'allow_quoted_nulls = false')
    return { names: await named(table), table }
  }
  // Of all rows: a name that comes late is a column too.
  const names = await named(filesSql(place, 'maximum_depth = 1', 'sample_size = -1'))
  const json = filesSql(place, `columns = {${names.map((name) => `${quoteText(name)}: 'JSON'`).join(', ')}}`)
  const texts = names.map((name) => `${quoteName(name)} ->> '$' AS ${quoteName(name)}`)
  return { names, table: out === 'json' ? json : `(SELECT ${texts.join(', ')} FROM ${json})` }
}
