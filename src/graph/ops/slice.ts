import { defineOp } from '../define-op.ts'
import { showShape, sizeOf } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly slice: { readonly axis: number; readonly start: number; readonly end: number }
  }
}

/** Elements start to end (exclusive) along `axis`: [..., n, ...] -> [..., end - start, ...]. */
export const slice = defineOp('slice', {
  type: ([x], { axis, start, end }) => {
    const size = x!.shape[axis]
    if (size === undefined || start < 0 || end > size || start > end)
      return {
        mismatch: 'axis',
        found: `[${start}..${end}] of axis ${axis}`,
        expected: `within ${showShape(x!.shape)}`,
      }
    return { ...x!, shape: x!.shape.with(axis, end - start) }
  },
  cost: () => ({ multiplyAdds: 0 }),
  gradient: ({ op, inputs, dy }, g) => {
    const { axis, start, end } = op.attributes
    const shape = g.shapeOf(inputs[0]!)
    const zeros = (size: number) => (size > 0 ? [g.constant(0, shape.with(axis, size))] : [])
    return [g.concat([...zeros(start), dy, ...zeros(shape[axis]! - end)], axis)]
  },
  evaluate: ([x], { type, attributes: { axis, start, end } }) => {
    const inner = sizeOf(type.shape.slice(axis + 1))
    const stride = x!.type.shape[axis]! * inner
    const length = (end - start) * inner
    const outer = x!.rows * sizeOf(type.shape.slice(0, axis))
    const data = new Float64Array(outer * length)
    for (let o = 0; o < outer; o++)
      data.set(x!.data.subarray(o * stride + start * inner, o * stride + end * inner), o * length)
    return { type, rows: x!.rows, data }
  },
})
