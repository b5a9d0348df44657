import { binaryOp } from '../elementwise.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly div: Nothing
  }
}

/** y = a / b, elementwise with broadcasting. */
export const div = binaryOp(
  'div',
  (a, b) => a / b,
  ({ b, output, dy }, g) => {
    const da = g.div(dy, b)
    return [da, g.scale(g.mul(da, output), -1)]
  },
)
