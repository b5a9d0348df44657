import { DuckDBInstance } from '@duckdb/node-api'

/** Runs SQL: how tests write Parquet, CSV and JSON files. The last statement's rows come back, as JSON has them. */
export async function sql(...statements: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  try {
    let rows: readonly Record<string, unknown>[] = []
    for (const statement of statements) rows = (await connection.runAndReadAll(statement)).getRowObjectsJson()
    return rows
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
