import { broadcastTypes } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { mapElements } from '../elementwise.ts'
import { sumTo } from '../sum-to.ts'
import { sameShape, showShape, sizeOf } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly dropout: { readonly rate: number }
  }
}

/**
 * (x, mask) -> x * mask. x: [...], mask: x's shape, each element 0 or 1 / (1 - rate), made on the host (dropout.ts).
 * Serving graphs drop the op and its mask.
 */
export const dropout = defineOp('dropout', {
  differentiable: [0],
  type: ([x, mask]) => {
    const result = broadcastTypes([x!, mask!])
    if ('mismatch' in result || sameShape(x!.shape, mask!.shape)) return result
    return { mismatch: 'shapes-differ', found: showShape(mask!.shape), expected: showShape(x!.shape) }
  },
  cost: (_, output) => ({ multiplyAdds: sizeOf(output.shape) }),
  gradient: ({ inputs, dy }, g) => {
    const [x, mask] = [inputs[0]!, inputs[1]!]
    return [sumTo(g, g.mul(dy, mask), g.typeOf(x)), undefined]
  },
  evaluate: (inputs, op) => mapElements(inputs, op.type, (x, mask) => x! * mask!),
})
