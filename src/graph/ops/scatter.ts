import { demandDtype } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { sameRows, sameShape, showRows, showShape, sizeOf, tableRows } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly scatter: {
      readonly into:
        | { readonly kind: 'table'; readonly table: string }
        | { readonly kind: 'entries'; readonly entries: number }
    }
  }
}

/**
 * The gradient of lookup: (int32 index [...], dy [..., dim]) with equal rows -> per row of a table [dim], or row-free
 * [entries, dim...]: the sum of dy by index, 0 where nothing looked. Nothing flows through it.
 */
export const scatter = defineOp('scatter', {
  changesRows: 'sums',
  type: ([index, dy], { into }) => {
    const wrong = demandDtype([index!], 'int32') ?? demandDtype([dy!], 'float32')
    if (wrong) return wrong
    if (!sameRows(index!.rows, dy!.rows))
      return { mismatch: 'rows-differ', found: showRows(dy!.rows).trim(), expected: showRows(index!.rows).trim() }
    const rank = index!.shape.length
    if (!sameShape(dy!.shape.slice(0, rank), index!.shape))
      return { mismatch: 'shapes-differ', found: showShape(dy!.shape), expected: `${showShape(index!.shape)} and more` }
    const entry = dy!.shape.slice(rank)
    return into.kind === 'table'
      ? { dtype: 'float32', shape: entry, rows: tableRows(into.table) }
      : { dtype: 'float32', shape: [into.entries, ...entry], rows: { kind: 'none' } }
  },
  cost: ([, dy]) => ({ multiplyAdds: sizeOf(dy!.shape) }),
  gradient: 'none',
  evaluate: ([index, dy], { type, attributes: { into } }, env) => {
    const rows = into.kind === 'table' ? env.tableRows(into.table) : 1
    const size = into.kind === 'table' ? sizeOf(type.shape) : sizeOf(type.shape.slice(1))
    const data = new Float64Array(rows * sizeOf(type.shape))
    index!.data.forEach((entry, i) => {
      for (let j = 0; j < size; j++) data[entry * size + j]! += dy!.data[i * size + j]!
    })
    return { type, rows, data }
  },
})
