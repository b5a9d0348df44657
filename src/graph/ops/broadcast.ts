import { broadcastShapes } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { mapElements } from '../elementwise.ts'
import { sumTo } from '../sum-to.ts'
import type { Shape } from '../types.ts'
import { sameShape, showShape } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly broadcast: { readonly shape: Shape }
  }
}

/** Repeats x along leading dimensions that it lacks: [...] -> [n, ...], or a scalar to any shape. */
export const broadcast = defineOp('broadcast', {
  type: ([x], { shape }) => {
    const joined = broadcastShapes(shape, x!.shape)
    return joined && sameShape(joined, shape)
      ? { ...x!, shape }
      : {
          mismatch: 'shapes-differ',
          found: showShape(x!.shape),
          expected: `the last dimensions of ${showShape(shape)}`,
        }
  },
  cost: () => ({ multiplyAdds: 0 }),
  gradient: ({ inputs, dy }, g) => [sumTo(g, dy, g.typeOf(inputs[0]!))],
  evaluate: (inputs, op) => mapElements(inputs, op.type, (x) => x!),
})
