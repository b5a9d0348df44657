import { unaryOp } from '../elementwise.ts'

/** y = ln(1 + x), exact near zero, elementwise. [...] -> [...]. */
export const log1p = unaryOp('log1p', Math.log1p, ({ x, dy }, g) => g.div(dy, g.add(x, g.constant(1))))
