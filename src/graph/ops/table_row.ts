import { demandDtype } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { missingElements } from '../missing.ts'
import { missingRow } from '../vocabulary.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly table_row: { readonly table: string }
  }
}

/**
 * Raw ids or words -> their rows in a table, int32, elementwise: [...] -> [...]. Missing reads row 0, the rest as the table's rule
 * gives (graph.ts, TableRowsRule).
 */
export const tableRow = defineOp('table_row', {
  type: ([raw]) => demandDtype([raw!], 'int64', 'string') ?? { ...raw!, dtype: 'int32' },
  cost: () => ({ multiplyAdds: 0 }),
  gradient: 'none',
  evaluate: ([raw], { type, attributes: { table } }, { rowOf }) => {
    const { rows, data, strings, integers } = raw!
    if (!rowOf) throw new Error('this graph encodes raw features: its environment needs rowOf')
    const isMissing = missingElements(raw!, undefined)
    const row = (value: number, i: number): number =>
      isMissing(i) ? missingRow : rowOf(table, strings?.[i] ?? integers?.[i] ?? BigInt(value))
    return { type, rows, data: data.map(row) }
  },
})
