import { commonRows, demandDtype, isRowMismatch } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { reader, rowCount } from '../elementwise.ts'
import { showShape } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly status: { readonly reasons: readonly number[] }
  }
}

/**
 * Why a row has no score. Inputs: float32 [] each, one reason for each -> int64 []: the reason of the first input that is NaN,
 * 0 where none is.
 */
export const status = defineOp('status', {
  type: (inputs) => {
    const wrong = demandDtype(inputs, 'float32')
    if (wrong) return wrong
    const vector = inputs.find((input) => input.shape.length > 0)
    if (vector) return { mismatch: 'rank', found: showShape(vector.shape), expected: '[]' }
    const rows = commonRows(inputs)
    return isRowMismatch(rows) ? rows : { dtype: 'int64', shape: [], rows }
  },
  cost: () => ({ multiplyAdds: 0 }),
  gradient: 'none',
  evaluate: (inputs, { type, attributes: { reasons } }) => {
    const rows = rowCount(inputs)
    const read = inputs.map(reader)
    const reasonOf = (row: number): number => {
      const first = read.findIndex((input) => Number.isNaN(input(row, 0)))
      return first < 0 ? 0 : reasons[first]!
    }
    return { type, rows, data: Float64Array.from({ length: rows }, (_, row) => reasonOf(row)) }
  },
})
