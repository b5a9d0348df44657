import { diagnostic } from '../diagnostics/report.ts'
import type { ColumnFault } from './reading.ts'

/** Doubles that no float32 holds, such as 1e300: they are read as missing. */
export const beyondFloat32: ColumnFault = {
  isWarning: true,
  occursIn: ({ sql }) => sql === 'DOUBLE',
  condition: (column) => `(isfinite(${column}) AND NOT coalesce(isfinite(TRY_CAST(${column} AS FLOAT)), FALSE))`,
  example: (column) => column,
  diagnostic: ({ name, span }, rows, example) => diagnostic('CTR4045', span, { feature: name, rows, example }),
}

/** Above it a number outweighs all others of a row, and its gradients those of all other weights. */
const large = 1_000_000

/** Numbers that a model does not learn from unless it scales them, such as seconds since 1970. `value`: null where missing. */
export const ofLargeMagnitude = (value: (column: string) => string): ColumnFault => ({
  isWarning: true,
  ofModelInputs: true,
  condition: (column) => `abs(CAST(${value(column)} AS DOUBLE)) > ${large}`,
  example: (column) => column,
  diagnostic: ({ name, span }, rows, example) => diagnostic('CTR4046', span, { feature: name, rows, example }),
})
