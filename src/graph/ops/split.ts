import { defineOp } from '../define-op.ts'
import type { OpAttributes } from '../op-attributes.ts'
import type { ReferenceTensor } from '../reference.ts'
import { showShape, sizeOf, type ValueType } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    /** Every piece's size along `axis`, at least two of them. */
    readonly split: { readonly axis: number; readonly sizes: readonly number[] }
  }
}

const pieces = (x: ValueType, axis: number, sizes: readonly number[]): readonly ValueType[] =>
  sizes.map((size) => ({ ...x, shape: x.shape.with(axis, size) }))

/** Pieces side by side along `axis`, a result each: [..., a + b, ...] -> [..., a, ...], [..., b, ...]. The gradient is concat. */
export const split = defineOp('split', {
  type: ([x], { axis, sizes }) => {
    const whole = sizes.reduce((sum, size) => sum + size, 0)
    return sizes.length > 1 && x!.shape[axis] === whole
      ? { ...x!, shape: x!.shape.with(axis, sizes[0]!) }
      : {
          mismatch: 'axis',
          found: `pieces ${showShape(sizes)} of axis ${axis}`,
          expected: `all of ${showShape(x!.shape)}`,
        }
  },
  others: {
    types: ([x], { axis, sizes }) => pieces(x!, axis, sizes).slice(1),
    evaluate: (inputs, op) => piecesOf(inputs[0]!, op.attributes).slice(1),
  },
  cost: () => ({ multiplyAdds: 0 }),
  gradient: ({ op, dys }, g) => [g.concat(dys, op.attributes.axis)],
  evaluate: (inputs, op) => piecesOf(inputs[0]!, op.attributes)[0]!,
})

function piecesOf(x: ReferenceTensor, { axis, sizes }: OpAttributes['split']): readonly ReferenceTensor[] {
  const inner = sizeOf(x.type.shape.slice(axis + 1))
  const stride = x.type.shape[axis]! * inner
  const outer = x.rows * sizeOf(x.type.shape.slice(0, axis))
  let start = 0
  return pieces(x.type, axis, sizes).map((type, i) => {
    const length = sizes[i]! * inner
    const data = new Float64Array(outer * length)
    for (let o = 0; o < outer; o++)
      data.set(x.data.subarray(o * stride + start, o * stride + start + length), o * length)
    start += length
    return { type, rows: x.rows, data }
  })
}
