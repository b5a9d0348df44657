import { demandDtype } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { showRows, sizeOf } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly lookup: Nothing
  }
}

/**
 * (table, int32 index) -> the entries at those positions. table: rows of a table with shape [dim], or row-free [entries, ...];
 * index: [...] -> [..., dim] with the index's rows. Gradient: `scatter`.
 */
export const lookup = defineOp('lookup', {
  differentiable: [0],
  type: ([table, index]) => {
    const wrong = demandDtype([index!], 'int32')
    if (wrong) return wrong
    if (table!.rows.kind === 'level')
      return { mismatch: 'rows-differ', found: showRows(table!.rows).trim(), expected: 'rows of a table, or none' }
    if (table!.rows.kind === 'none' && table!.shape.length === 0)
      return { mismatch: 'rank', found: '[]', expected: '[entries, ...]' }
    const entry = table!.rows.kind === 'table' ? table!.shape : table!.shape.slice(1)
    return { dtype: table!.dtype, shape: [...index!.shape, ...entry], rows: index!.rows }
  },
  cost: () => ({ multiplyAdds: 0 }),
  gradient: ({ inputs, dy }, g) => {
    const { rows, shape } = g.typeOf(inputs[0]!)
    const into =
      rows.kind === 'table'
        ? { kind: 'table' as const, table: rows.table }
        : { kind: 'entries' as const, entries: shape[0]! }
    return [g.scatter(inputs[1]!, dy, into), undefined]
  },
  evaluate: ([table, index], { type }) => {
    const size = sizeOf(type.shape) / sizeOf(index!.type.shape)
    const data = new Float64Array(index!.data.length * size)
    index!.data.forEach((entry, i) => {
      data.set(table!.data.subarray(entry * size, (entry + 1) * size), i * size)
    })
    return { type, rows: index!.rows, data }
  },
})
