import { defineOp } from '../define-op.ts'
import { expandAlong } from '../expand-along.ts'
import { reduceAxes, reducedType } from '../reduction.ts'
import { sizeOf } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly max: { readonly axis: number }
  }
}

/** Largest element along `axis`, which leaves: [..., n, ...] -> [..., ...]. The gradient goes to the first of equals. */
export const max = defineOp('max', {
  type: ([x], { axis }) => reducedType(x!, [axis]),
  cost: ([x]) => ({ multiplyAdds: sizeOf(x!.shape) }),
  gradient: ({ op, inputs, output, dy }, g) => {
    const { axis } = op.attributes
    const x = inputs[0]!
    return [g.mul(expandAlong(g, dy, [axis], [g.shapeOf(x)[axis]!]), g.firstMax(x, output, axis))]
  },
  evaluate: ([x], { type, attributes: { axis } }) => reduceAxes(x!, [axis], type, Number.NEGATIVE_INFINITY, Math.max),
})
