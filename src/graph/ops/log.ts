import { unaryOp } from '../elementwise.ts'

/** y = ln(x), elementwise. [...] -> [...]. */
export const log = unaryOp('log', Math.log, ({ x, dy }, g) => g.div(dy, x))
