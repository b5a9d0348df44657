import { unaryOp } from '../elementwise.ts'

/** y = x, and no gradient flows back. [...] -> [...]. */
export const stopGradient = unaryOp(
  'stop_gradient',
  (x) => x,
  () => undefined,
)
