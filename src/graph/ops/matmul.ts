import type { Algebra } from '../algebra.ts'
import { commonRows, demandDtype, isRowMismatch } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { rowCount } from '../elementwise.ts'
import { type Shape, sameShape, showShape, sizeOf } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly matmul: Nothing
  }
}

/**
 * Matrix products, per row; either operand may be row-free.
 *   [..., m, k] @ [k, n]       -> [..., m, n]   one right operand for all
 *   [..., m, k] @ [..., k, n]  -> [..., m, n]   equal leading dimensions: one product each
 *   [k] @ [k, n]               -> [n]           a vector on the left is one row
 */
export const matmul = defineOp('matmul', {
  type: ([x, w]) => {
    const wrong = demandDtype([x!, w!], 'float32')
    if (wrong) return wrong
    const rows = commonRows([x!, w!])
    if (isRowMismatch(rows)) return rows
    if (x!.shape.length < 1) return { mismatch: 'rank', found: '[]', expected: '[..., m, k] on the left' }
    if (w!.shape.length < 2)
      return {
        mismatch: 'rank',
        found: `${showShape(x!.shape)} @ ${showShape(w!.shape)}`,
        expected: 'a matrix on the right, [..., k, n]',
      }
    const [k, n] = [w!.shape.at(-2)!, w!.shape.at(-1)!]
    const batch = w!.shape.slice(0, -2)
    if (x!.shape.at(-1) !== k)
      return { mismatch: 'inner-sizes-differ', found: showShape(x!.shape), expected: showShape(w!.shape) }
    if (batch.length > 0 && !sameShape(batch, x!.shape.slice(0, -2)))
      return { mismatch: 'shapes-differ', found: showShape(x!.shape), expected: showShape(w!.shape) }
    return { dtype: 'float32', shape: [...x!.shape.slice(0, -1), n], rows }
  },
  cost: ([x, w]) => ({ multiplyAdds: sizeOf(x!.shape) * w!.shape.at(-1)! }),
  gradient: ({ inputs, dy }, g) => {
    const [x, w] = [inputs[0]!, inputs[1]!]
    return [ofLeft(g, x, w, dy), ofRight(g, x, w, dy)]
  },
  evaluate: ([x, w], { type }) => {
    const rows = rowCount([x!, w!])
    const [k, n] = [w!.type.shape.at(-2)!, w!.type.shape.at(-1)!]
    const left = sizeOf(x!.type.shape) / k
    const perMatrix = left / sizeOf(w!.type.shape.slice(0, -2))
    const data = new Float64Array(rows * left * n)
    for (let row = 0; row < rows; row++)
      for (let i = 0; i < left; i++) {
        const a = (x!.type.rows.kind === 'none' ? 0 : row * left * k) + i * k
        const matrix = Math.floor(i / perMatrix) * k * n
        const b = (w!.type.rows.kind === 'none' ? 0 : row * sizeOf(w!.type.shape)) + matrix
        for (let j = 0; j < n; j++) {
          let sum = 0
          for (let p = 0; p < k; p++) sum += x!.data[a + p]! * w!.data[b + p * n + j]!
          data[(row * left + i) * n + j] = sum
        }
      }
    return { type, rows, data }
  },
})

/** The last two axes exchanged. */
function transposed(g: Algebra, value: string): string {
  const rank = g.shapeOf(value).length
  const axes = Array.from({ length: rank - 2 }, (_, axis) => axis)
  return g.transpose(value, [...axes, rank - 1, rank - 2])
}

/** dx = dy @ w^T, summed over rows where x is row-free. */
function ofLeft(g: Algebra, x: string, w: string, dy: string): string {
  const dx = g.matmul(dy, transposed(g, w))
  return g.typeOf(x).rows.kind === 'none' && g.typeOf(dx).rows.kind !== 'none' ? g.total(dx) : dx
}

/**
 * dw = x^T @ dy. Where w is row-free and x has rows, the rows are summed inside one product (`contract`), so that nothing as large
 * as rows times w is ever made; a batch of row-free matrices does that matrix by matrix.
 */
function ofRight(g: Algebra, x: string, w: string, dy: string): string {
  const shape = g.shapeOf(w)
  const [k, n] = [shape.at(-2)!, shape.at(-1)!]
  const batch = shape.slice(0, -2)
  const xRows = g.typeOf(x).rows.kind !== 'none'
  if (g.typeOf(w).rows.kind === 'none') {
    if (batch.length === 0) return g.contract(x, dy)
    if (xRows) return g.reshape(contractedEach(g, x, dy, sizeOf(batch)), shape)
  }
  const flat = (value: string, last: number): string => {
    const all = g.shapeOf(value)
    return g.reshape(value, [...batch, sizeOf(all.slice(batch.length)) / last, last])
  }
  return g.matmul(transposed(g, flat(x, k)), flat(dy, n))
}

/** x: [batch..., m, k], dy: [batch..., m, n] -> [count, k, n], each matrix contracted on its own. */
function contractedEach(g: Algebra, x: string, dy: string, count: number): string {
  const flatten = (value: string): { flat: string; shape: Shape } => {
    const shape = g.shapeOf(value).slice(-2)
    return { flat: g.reshape(value, [count, ...shape]), shape }
  }
  const [left, right] = [flatten(x), flatten(dy)]
  const pick = ({ flat, shape }: { flat: string; shape: Shape }, i: number) =>
    g.reshape(g.slice(flat, 0, i, i + 1), shape)
  const each = Array.from({ length: count }, (_, i) => {
    const product = g.contract(pick(left, i), pick(right, i))
    return g.reshape(product, [1, ...g.shapeOf(product)])
  })
  return g.concat(each, 0)
}
