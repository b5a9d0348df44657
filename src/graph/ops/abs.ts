import { unaryOp } from '../elementwise.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly abs: Nothing
  }
}

/** y = |x|, elementwise. [...] -> [...]. The gradient at 0 is 0. */
export const abs = unaryOp(
  'abs',
  Math.abs,
  ({ x, dy }, g) => g.mul(dy, g.sub(g.positive(x), g.positive(g.scale(x, -1)))),
  { callable: true },
)
