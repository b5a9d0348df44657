import { diagnostic, DiagnosticError } from '../../diagnostics/report.ts'
import type { Dataset } from '../../language/program.ts'
import { type Database, openDatabase } from './connection.ts'
import { overRows } from './failures.ts'
import { type ColumnType, columnType } from './sql/column-type.ts'
import { asTable, queryWithParameters } from './sql/query.ts'

/** A dataset's query, ready to be read from, and what columns it gives. */
export interface Source {
  readonly dataset: Dataset
  readonly database: Database
  /** The query in parentheses: stands where a table can stand. */
  readonly table: string
  readonly columns: ReadonlyMap<string, ColumnType>
}

/** Opens the query without reading rows. Throws CTR4001-CTR4005; the database is then closed. */
export async function openSource(
  dataset: Dataset,
  params: ReadonlyMap<string, string>,
  threads: number | undefined,
): Promise<Source> {
  const sql = queryWithParameters(dataset, params)
  const database = await openDatabase(threads)
  try {
    return await overRows(dataset, async () => {
      const { count, isSelect } = await database.statements(sql)
      if (!isSelect) {
        const found = count === 1 ? 'another statement' : count === 0 ? 'empty' : `${count} statements`
        throw new DiagnosticError([diagnostic('CTR4005', dataset.query.span, { dataset: dataset.name, found })])
      }
      const described = await database.rows(`DESCRIBE SELECT * FROM ${asTable(sql)} AS source`)
      const columns = new Map(described.map(([name, type]) => [String(name), columnType(String(type))]))
      return { dataset, database, table: asTable(sql), columns }
    })
  } catch (error) {
    database.close()
    throw error
  }
}
