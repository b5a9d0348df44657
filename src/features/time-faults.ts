import { diagnostic } from '../diagnostics/report.ts'
import { inQuery } from '../diagnostics/wording.ts'
import type { ColumnFault } from './reading.ts'
import { quoteName } from './sql/quote.ts'

/** 1973-03-03 and 2100-01-01, in milliseconds. In seconds the first would be the year 5138. */
const [early, late] = ['100000000000', '4102444800000']

/** An integer that lies where times in another unit than milliseconds do. `remedy`: of the quoted column. */
const unitFault = (
  condition: ColumnFault['condition'],
  where: string,
  remedy: (column: string) => string,
): ColumnFault => ({
  isWarning: true,
  occursIn: ({ kind }) => kind === 'integer',
  condition,
  example: (column) => column,
  diagnostic: ({ name, column, span }, rows, example) =>
    diagnostic('CTR4075', span, { feature: name, rows, example, where, remedy: remedy(quoteName(column)) }),
})

/** Times of days long past or to come: seconds, microseconds or nanoseconds, and 0 for none. */
export const timesOfOtherUnits: readonly ColumnFault[] = [
  unitFault(
    (column) => `(${column} > 0 AND ${column} < ${early})`,
    'before March 1973',
    (column) => inQuery(`cast(${column} as BIGINT) * 1000`, 'makes milliseconds of seconds'),
  ),
  unitFault(
    (column) => `(${column} > ${late} AND ${column} <= ${late}000)`,
    'after 2100',
    (column) => inQuery(`${column} // 1000`, 'makes milliseconds of microseconds'),
  ),
  unitFault(
    (column) => `${column} > ${late}000`,
    'after 2100',
    (column) => inQuery(`${column} // 1000000`, 'makes milliseconds of nanoseconds'),
  ),
]

/** `infinity` in a column of timestamps. */
export const infiniteTime: ColumnFault = {
  isWarning: true,
  condition: (column) => `NOT isfinite(${column})`,
  example: (column) => column,
  diagnostic: ({ name, span }, rows, example) => diagnostic('CTR4076', span, { feature: name, rows, example }),
}
