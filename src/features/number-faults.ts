import { diagnostic } from '../diagnostics/report.ts'
import { inQuery } from '../diagnostics/wording.ts'
import type { ColumnFault } from './reading.ts'
import { canBeNaN } from './sql/column-type.ts'
import { quoteName } from './sql/quote.ts'

/** Doubles that no float32 holds, such as 1e300: they are read as missing. */
export const beyondFloat32: ColumnFault = {
  isWarning: true,
  occursIn: ({ sql }) => sql === 'DOUBLE',
  condition: (column) => `(isfinite(${column}) AND NOT coalesce(isfinite(TRY_CAST(${column} AS FLOAT)), FALSE))`,
  example: (column) => column,
  diagnostic: ({ name, span }, rows, example) => diagnostic('CTR4045', span, { feature: name, rows, example }),
}

/** Infinities are read as missing. */
export const infinite: ColumnFault = {
  isWarning: true,
  occursIn: canBeNaN,
  condition: (column) => `isinf(${column})`,
  example: (column) => column,
  diagnostic: ({ name, column, span }, rows, example) => {
    const remedy = inQuery(`greatest(least(${quoteName(column)}, 1e6), -1e6)`, 'makes numbers of them')
    return diagnostic('CTR4074', span, { feature: name, rows, example, remedy })
  },
}

/** Above it a number outweighs all others of a row, and its gradients those of all other weights. */
export const large = 1_000_000

/** Numbers that a model does not learn from unless it scales them, such as seconds since 1970. `value`: null where missing. */
export const ofLargeMagnitude = (value: (column: string) => string): ColumnFault => ({
  isWarning: true,
  ofModelInputs: true,
  condition: (column) => `abs(CAST(${value(column)} AS DOUBLE)) > ${large}`,
  example: (column) => column,
  diagnostic: ({ name, span }, rows, example) => diagnostic('CTR4046', span, { feature: name, rows, example }),
})
