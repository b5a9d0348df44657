import { defineOp } from '../define-op.ts'
import type { Shape } from '../types.ts'
import { showShape, sizeOf } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly reshape: { readonly shape: Shape }
  }
}

/** The same elements in row-major order under another shape of equal size: [...] -> shape. */
export const reshape = defineOp('reshape', {
  type: ([x], { shape }) =>
    sizeOf(x!.shape) === sizeOf(shape)
      ? { ...x!, shape }
      : {
          mismatch: 'shapes-differ',
          found: showShape(x!.shape),
          expected: `${sizeOf(shape)} elements, ${showShape(shape)}`,
        },
  cost: () => ({ multiplyAdds: 0 }),
  gradient: ({ inputs, dy }, g) => [g.reshape(dy, g.shapeOf(inputs[0]!))],
  evaluate: ([x], { type }) => ({ ...x!, type }),
})
