import type { RawColumn } from '../features/raw.ts'
import { rowColumns, rowReader } from './read-rows.ts'
import type { RowPlan } from './row-plan.ts'

/** Some rows as the host has them: what derivations read. Valid until the next are asked for. */
export interface HostColumns {
  readonly rows: number
  /** Positions in the plan's cases of surfaces. */
  readonly cases: Int32Array
  readonly columns: ReadonlyMap<string, RawColumn>
}

/** The columns of these names on the rows of a condition, in whatever order DuckDB hands them out. Errors: DuckDB's. */
export async function* hostColumns(
  plan: RowPlan,
  names: ReadonlySet<string>,
  condition: string,
): AsyncGenerator<HostColumns, void, undefined> {
  const columns = plan.columns.filter(({ spec }) => names.has(spec.name))
  const own: RowPlan = { ...plan, columns, labels: new Map(), weight: '1' }
  const rowsOf = rowReader(own)
  const sql = `SELECT ${rowColumns(own).join(', ')} FROM ${plan.rows} WHERE ${condition}`
  for await (const chunk of plan.source.database.stream(sql)) {
    const { rows, cases, raw } = rowsOf(chunk)
    yield { rows, cases, columns: new Map(columns.map(({ spec }, i) => [spec.name, raw[i]!])) }
  }
}
