import { quoteName, quoteText } from '../features/sql/quote.ts'
import { caseColumn, type RowPlan } from './row-plan.ts'

/** Shuffled: a function of the rows' contents, the seed and the epoch; stable: of the contents alone. */
export type RowOrder = 'stable' | { readonly seed: number; readonly epoch: number }

/**
 * ORDER BY a function of each row's contents alone, so that DuckDB's parallel reads and the order of files don't matter:
 * the MD5 of the seed, the epoch and the texts of the row's scalar columns; rows that agree in those, by their lists.
 * Rows that agree in all are interchangeable.
 */
export function orderSql(plan: RowPlan, order: RowOrder): string {
  const prefix = order === 'stable' ? 'stable' : `${order.seed}/${order.epoch}`
  const text = [quoteText(prefix), `CAST(${caseColumn} AS VARCHAR)`, ...plan.contents].join(", '|', ")
  const lists = plan.columns
    .filter(({ type }) => type.kind === 'list')
    .map(({ spec }) => `hash(${quoteName(spec.name)})`)
  return [`md5_number(concat(${text}))`, ...lists].join(', ')
}
