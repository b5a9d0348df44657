import { unaryOp } from '../elementwise.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly relu: Nothing
  }
}

/** y = max(x, 0), elementwise. [...] -> [...]. The gradient at 0 is 0. */
export const relu = unaryOp(
  'relu',
  (x) => Math.max(x, 0),
  ({ x, dy }, g) => g.mul(dy, g.positive(x)),
  { callable: true },
)
