import { unaryOp } from '../elementwise.ts'

/** y = max(x, 0), elementwise. [...] -> [...]. The gradient at 0 is 0. */
export const relu = unaryOp(
  'relu',
  (x) => Math.max(x, 0),
  ({ x, dy }, g) => g.mul(dy, g.positive(x)),
)
