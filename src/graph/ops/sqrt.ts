import { unaryOp } from '../elementwise.ts'

/** y = the square root of x, elementwise. [...] -> [...]. */
export const sqrt = unaryOp('sqrt', Math.sqrt, ({ output, dy }, g) => g.div(g.scale(dy, 0.5), output))
