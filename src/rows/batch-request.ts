import type { RowOrder } from './row-order.ts'

export interface BatchRequest {
  /** A split's name; undefined: every row. */
  readonly split?: string | undefined
  /** SQL over the query's columns; narrows further. */
  readonly where?: string | undefined
  /** Rows per batch; the last may have fewer. */
  readonly size: number
  readonly order: RowOrder
  /** No more rows than these, the first in that order: a sample, of which no other row is kept. */
  readonly first?: number | undefined
  /** Rows to pass over in that order: resumes within an epoch. */
  readonly skip?: number | undefined
}
