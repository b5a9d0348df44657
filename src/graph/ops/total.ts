import { demandDtype } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { noRows, sizeOf } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly total: Nothing
  }
}

/** Sum over rows: losses, counts, bias gradients, batch statistics. [...] with rows -> [...] row-free. */
export const total = defineOp('total', {
  changesRows: 'sums',
  type: ([x]) =>
    demandDtype([x!], 'float32') ??
    (x!.rows.kind === 'none'
      ? { mismatch: 'rows-differ', found: 'no rows', expected: 'rows to sum' }
      : { ...x!, rows: noRows }),
  cost: ([x]) => ({ multiplyAdds: sizeOf(x!.shape) }),
  gradient: ({ inputs, dy }, g) => {
    const x = inputs[0]!
    const { rows } = g.typeOf(x)
    if (rows.kind === 'level') return [g.join(rows.level, [[rows.surfaces, dy]])]
    // Rows of a table have no join: zeros of x's rows carry the gradient over them.
    return [g.add(g.where(g.constant(0), x, g.constant(0)), dy)]
  },
  evaluate: ([x], { type }) => {
    const size = sizeOf(type.shape)
    const data = new Float64Array(size)
    x!.data.forEach((value, i) => {
      data[i % size]! += value
    })
    return { type, rows: 1, data }
  },
})
