import { defineOp } from '../define-op.ts'
import { expandAlong } from '../expand-along.ts'
import { reduceAxes, reducedType } from '../reduction.ts'
import { sizeOf } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly sum: { readonly axes: readonly number[] }
  }
}

/** Sum over `axes` (ascending), which leave: [..., n, ...] -> [..., ...]. */
export const sum = defineOp('sum', {
  type: ([x], { axes }) => reducedType(x!, axes),
  cost: ([x]) => ({ multiplyAdds: sizeOf(x!.shape) }),
  gradient: ({ op, inputs, dy }, g) => {
    const { axes } = op.attributes
    const shape = g.shapeOf(inputs[0]!)
    return [
      expandAlong(
        g,
        dy,
        axes,
        axes.map((axis) => shape[axis]!),
      ),
    ]
  },
  evaluate: ([x], { type, attributes: { axes } }) => reduceAxes(x!, axes, type, 0, (sum, value) => sum + value),
})
