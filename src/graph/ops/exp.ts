import { unaryOp } from '../elementwise.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly exp: Nothing
  }
}

/** y = exp(x), elementwise. [...] -> [...]. */
export const exp = unaryOp('exp', Math.exp, ({ output, dy }, g) => g.mul(dy, output), { callable: true })
