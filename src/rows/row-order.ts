import { sourceSql } from '../features/reading.ts'
import { quoteText } from '../features/sql/quote.ts'
import { caseColumn, type RowPlan, whereRead } from './row-plan.ts'

/**
 * Shuffled: a function of the rows' contents, the seed and the epoch; stable: of the contents alone. Rows are ordered by an MD5 as a
 * number, and those that agree in it by a hash of each list, so that DuckDB's parallel reads and the order of files don't matter. Rows
 * that agree in all are interchangeable.
 */
export type RowOrder = 'stable' | { readonly seed: number; readonly epoch: number }

/** What the MD5 of a row is made from is this, then the text that `keyColumns` gives. Its last byte is the number's most significant. */
export const orderPrefix = (order: RowOrder): string => (order === 'stable' ? 'stable' : `${order.seed}/${order.epoch}`)

/**
 * Columns of SQL with what orders read of a row: a hash for each list, and the text of its scalar columns that an MD5 is made from, or
 * where the stable order is the only one, that MD5 as a number.
 */
export function keyColumns(
  plan: RowPlan,
  orders: 'stable' | 'any',
): { readonly lists: readonly string[]; readonly rest: string } {
  return { lists: listHashes(plan), rest: orders === 'any' ? `concat(${texts(plan)})` : md5Sql(plan, 'stable') }
}

/** The order as SQL. */
export const orderSql = (plan: RowPlan, order: RowOrder): string =>
  [md5Sql(plan, order), ...listHashes(plan)].join(', ')

const md5Sql = (plan: RowPlan, order: RowOrder): string =>
  `md5_number(concat(${quoteText(orderPrefix(order))}, ${texts(plan)}))`

const texts = (plan: RowPlan): string =>
  [`CAST(${caseColumn} AS VARCHAR)`, ...plan.contents].map((each) => `'|', ${each}`).join(', ')

const listHashes = ({ columns, surfaces }: RowPlan): readonly string[] =>
  columns
    .filter(({ type }) => type.kind === 'list')
    .map(({ spec, feature }) => `hash(${whereRead(sourceSql(spec), feature?.surfaces, surfaces)})`)
