import { unaryOp } from '../elementwise.ts'

/** y = exp(x), elementwise. [...] -> [...]. */
export const exp = unaryOp('exp', Math.exp, ({ output, dy }, g) => g.mul(dy, output))
