import { broadcastTypes } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { mapElements } from '../elementwise.ts'
import { sumTo } from '../sum-to.ts'
import { sizeOf } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly where: Nothing
  }
}

/** (condition, a, b): a where the condition is not 0, else b; all three broadcast. No gradient flows to the condition. */
export const where = defineOp('where', {
  differentiable: [1, 2],
  type: (inputs) => broadcastTypes(inputs.slice(0, 3)),
  cost: (_, output) => ({ multiplyAdds: sizeOf(output.shape) }),
  gradient: ({ inputs, dy }, g) => {
    const [condition, a, b] = [inputs[0]!, inputs[1]!, inputs[2]!]
    const zero = g.constant(0)
    return [
      undefined,
      sumTo(g, g.where(condition, dy, zero), g.typeOf(a)),
      sumTo(g, g.where(condition, zero, dy), g.typeOf(b)),
    ]
  },
  evaluate: (inputs, op) => mapElements(inputs, op.type, (condition, a, b) => (condition !== 0 ? a! : b!)),
})
