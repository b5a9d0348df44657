import { unaryOp } from '../elementwise.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly tanh: Nothing
  }
}

/** y = tanh(x), elementwise. [...] -> [...]. */
export const tanh = unaryOp(
  'tanh',
  Math.tanh,
  ({ output, dy }, g) => g.mul(dy, g.sub(g.constant(1), g.mul(output, output))),
  { callable: true },
)
