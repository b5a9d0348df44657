import { unaryOp } from '../elementwise.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly softplus: Nothing
  }
}

/** ln(1 + exp(x)), written so that it overflows nowhere. */
export const softplusOf = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))

/** y = ln(1 + exp(x)), elementwise. [...] -> [...]. */
export const softplus = unaryOp('softplus', softplusOf, ({ x, dy }, g) => g.mul(dy, g.sigmoid(x)))
