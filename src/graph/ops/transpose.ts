import { defineOp } from '../define-op.ts'
import { showShape, sizeOf } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly transpose: { readonly permutation: readonly number[] }
  }
}

/** Axes in another order: axis i of the result is axis permutation[i] of x. */
export const transpose = defineOp('transpose', {
  type: ([x], { permutation }) =>
    permutation.length === x!.shape.length && permutation.toSorted((a, b) => a - b).every((axis, i) => axis === i)
      ? { ...x!, shape: permutation.map((axis) => x!.shape[axis]!) }
      : {
          mismatch: 'axis',
          found: `permutation ${showShape(permutation)}`,
          expected: `the axes of ${showShape(x!.shape)}`,
        },
  cost: () => ({ multiplyAdds: 0 }),
  gradient: ({ op, dy }, g) => {
    const { permutation } = op.attributes
    return [
      g.transpose(
        dy,
        permutation.map((_, axis) => permutation.indexOf(axis)),
      ),
    ]
  },
  evaluate: ([x], { type, attributes: { permutation } }) => {
    const from = x!.type.shape
    const strides = from.map((_, axis) => sizeOf(from.slice(axis + 1)))
    const size = sizeOf(type.shape)
    const source = new Int32Array(size)
    for (let i = 0; i < size; i++) {
      let rest = i
      for (let axis = permutation.length - 1; axis >= 0; axis--) {
        const length = type.shape[axis]!
        source[i]! += (rest % length) * strides[permutation[axis]!]!
        rest = Math.floor(rest / length)
      }
    }
    const data = new Float64Array(x!.data.length)
    for (let row = 0; row < x!.rows; row++)
      for (let i = 0; i < size; i++) data[row * size + i] = x!.data[row * size + source[i]!]!
    return { type, rows: x!.rows, data }
  },
})
