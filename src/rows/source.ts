import { DiagnosticError, diagnostic } from '../diagnostics/report.ts'
import { type ColumnType, columnType } from '../features/sql/column-type.ts'
import type { Host } from '../host/host.ts'
import type { Dataset } from '../model/dataset.ts'
import type { Origins } from '../model/origins.ts'
import { type Database, openDatabase } from './connection.ts'
import { type Origin, overRows } from './failures.ts'
import { asTable, isBlank, queryWithParameters } from './sql/query.ts'

/** A table of rows, ready to be read from, and what columns it has. */
export interface Source {
  readonly origin: Origin
  /** What diagnostics about the rows point at. */
  readonly origins: Origins
  readonly database: Database
  /** Stands where a table can stand in SQL. */
  readonly table: string
  readonly columns: ReadonlyMap<string, ColumnType>
}

/** Opens the query without reading rows. Throws CTR4001-CTR4005; the database is then closed. */
export async function openSource(
  host: Host,
  dataset: Dataset,
  params: ReadonlyMap<string, string>,
  threads: number | undefined,
  origins: Origins,
): Promise<Source> {
  const sql = queryWithParameters(dataset, params, origins)
  const database = await openDatabase(host, threads)
  const origin = { what: `dataset '${dataset.name}'`, span: origins.get(dataset.query) }
  try {
    return await overRows(origin, async () => {
      const { count, isSelect } = isBlank(sql) ? { count: 0, isSelect: false } : await database.statements(sql)
      if (!isSelect) {
        const found = count === 1 ? 'another statement' : count === 0 ? 'empty' : `${count} statements`
        throw new DiagnosticError([diagnostic('CTR4005', origin.span, { dataset: dataset.name, found })])
      }
      const table = asTable(sql)
      const described = await database.rows(`DESCRIBE SELECT * FROM ${table} AS source`)
      const columns = new Map(described.map(([name, type]) => [String(name), columnType(String(type))]))
      return { origin, origins, database, table, columns }
    })
  } catch (error) {
    database.close()
    throw error
  }
}
