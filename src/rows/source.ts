import type { Report } from '../diagnostics/report.ts'
import { type ColumnType, columnType } from '../features/sql/column-type.ts'
import type { Host } from '../host/host.ts'
import type { Dataset } from '../model/dataset.ts'
import type { Origins } from '../model/origins.ts'
import { accessOf, beforePattern } from './access.ts'
import { type Database, openDatabase } from './connection.ts'
import { type Origin, overRows } from './failures.ts'
import { asTable, queryWithParameters, unreadValues } from './sql/query.ts'
import { checkQuery } from './sql/user-query.ts'

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

export interface SourceOptions {
  /** Values of the query's parameters by name. */
  readonly params: ReadonlyMap<string, string>
  /** Those of them that this command was given; the default is all. A run has others, of which a query may leave some out. */
  readonly given?: ReadonlyMap<string, string> | undefined
  /** The folder of the program, which its queries may read; undefined: what the parameters name alone. */
  readonly project?: string | undefined
  /** The working folder in which the query last worked, absolute, where that is known: a message about a relative path names it. */
  readonly madeIn?: string | undefined
  readonly threads?: number | undefined
}

/** Opens the query without reading rows. Reports CTR4054. Throws CTR4001-CTR4005, CTR4008, CTR4009 and CTR4014; the database is then closed. */
export async function openSource(
  host: Host,
  report: Report,
  dataset: Dataset,
  { params, given = params, project, madeIn, threads }: SourceOptions,
  origins: Origins,
): Promise<Source> {
  const query = queryWithParameters(dataset, params, origins)
  const leads = (value: string): boolean => value !== '' && host.exists(beforePattern(value))
  report.add(unreadValues(query, dataset, given, leads, origins))
  const access = accessOf(host, project, params, query.begun)
  const database = await openDatabase(host, threads, access)
  const here = host.resolve('.')
  const origin = {
    ...{ what: `dataset '${dataset.name}'`, span: origins.get(dataset.query), readable: access.folders },
    ...{ here, madeIn: madeIn === here ? undefined : madeIn },
  }
  try {
    return await overRows(origin, async () => {
      await checkQuery((sql) => database.parse(sql), query, dataset.name, origin)
      const table = asTable(query.sql)
      const described = await database.rows(`DESCRIBE SELECT * FROM ${table} AS source`)
      const columns = new Map(described.map(([name, type]) => [String(name), columnType(String(type))]))
      return { origin, origins, database, table, columns }
    })
  } catch (error) {
    database.close()
    throw error
  }
}
