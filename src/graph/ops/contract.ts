import { demandDtype } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { sameRows, sameShape, showRows, showShape, sizeOf } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly contract: Nothing
  }
}

/**
 * A weight's gradient: (x [..., k], dy [..., n]) with equal rows and leading dimensions -> row-free [k, n], the sum over rows and
 * leading dimensions of x^T dy. Made by matmul's gradient: nothing flows through it.
 */
export const contract = defineOp('contract', {
  changesRows: 'sums',
  type: ([x, dy]) => {
    const wrong = demandDtype([x!, dy!], 'float32')
    if (wrong) return wrong
    if (!sameRows(x!.rows, dy!.rows))
      return { mismatch: 'rows-differ', found: showRows(dy!.rows).trim(), expected: showRows(x!.rows).trim() }
    if (x!.shape.length === 0 || !sameShape(x!.shape.slice(0, -1), dy!.shape.slice(0, -1)))
      return { mismatch: 'shapes-differ', found: showShape(dy!.shape), expected: showShape(x!.shape) }
    return { dtype: 'float32', shape: [x!.shape.at(-1)!, dy!.shape.at(-1)!], rows: { kind: 'none' } }
  },
  cost: ([x, dy]) => ({ multiplyAdds: sizeOf(x!.shape) * dy!.shape.at(-1)! }),
  gradient: 'none',
  evaluate: ([x, dy], { type }) => {
    const [k, n] = [type.shape[0]!, type.shape[1]!]
    const data = new Float64Array(k * n)
    for (let group = 0; group * k < x!.data.length; group++)
      for (let i = 0; i < k; i++)
        for (let j = 0; j < n; j++) data[i * n + j]! += x!.data[group * k + i]! * dy!.data[group * n + j]!
    return { type, rows: 1, data }
  },
})
