import { defineOp } from '../define-op.ts'
import { expandAlong } from '../expand-along.ts'
import { reduceAxes, reducedType } from '../reduction.ts'
import { sizeOf } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly mean: { readonly axes: readonly number[] }
  }
}

/** Mean over `axes` (ascending), which leave: [..., n, ...] -> [..., ...]. */
export const mean = defineOp('mean', {
  type: ([x], { axes }) => reducedType(x!, axes),
  cost: ([x]) => ({ multiplyAdds: sizeOf(x!.shape) }),
  gradient: ({ op, inputs, dy }, g) => {
    const { axes } = op.attributes
    const sizes = axes.map((axis) => g.shapeOf(inputs[0]!)[axis]!)
    return [expandAlong(g, g.scale(dy, 1 / sizeOf(sizes)), axes, sizes)]
  },
  evaluate: ([x], { type, attributes: { axes } }) => {
    const sums = reduceAxes(x!, axes, type, 0, (sum, value) => sum + value)
    const count = sizeOf(x!.type.shape) / sizeOf(type.shape)
    return { ...sums, data: sums.data.map((value) => value / count) }
  },
})
