import { commonRows, demandDtype, isRowMismatch } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { reader, rowCount } from '../elementwise.ts'
import { showShape } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    /** How many of the lists' elements are kept, of each as many. */
    readonly parallel_fault: { readonly kept: number }
  }
}

/**
 * Lengths of lists that are combined step by step, int64 [] each (-1 missing) -> float32 []: 0 where as many elements of each are kept, NaN
 * where not. A missing list is an empty one.
 */
export const parallelFault = defineOp('parallel_fault', {
  type: (lengths) => {
    const wrong = demandDtype(lengths, 'int64')
    if (wrong) return wrong
    const vector = lengths.find(({ shape }) => shape.length > 0)
    if (vector) return { mismatch: 'rank', found: showShape(vector.shape), expected: '[]' }
    const rows = commonRows(lengths)
    return isRowMismatch(rows) ? rows : { dtype: 'float32', shape: [], rows }
  },
  cost: () => ({ multiplyAdds: 0 }),
  gradient: 'none',
  evaluate: (inputs, { type, attributes: { kept } }) => {
    const rows = rowCount(inputs)
    const read = inputs.map(reader)
    const keptOf = (row: number) => (length: (row: number, element: number) => number) =>
      Math.max(0, Math.min(kept, length(row, 0)))
    const faultOf = (row: number): number => (new Set(read.map(keptOf(row))).size === 1 ? 0 : Number.NaN)
    return { type, rows, data: Float64Array.from({ length: rows }, (_, row) => faultOf(row)) }
  },
})
