import { unaryOp } from '../elementwise.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly sigmoid: Nothing
  }
}

/** Never exponentiates a positive number, so that nothing overflows. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x))
  const e = Math.exp(x)
  return e / (1 + e)
}

/** y = 1 / (1 + exp(-x)), elementwise. [...] -> [...]. */
export const sigmoid = unaryOp(
  'sigmoid',
  logistic,
  ({ output, dy }, g) => g.mul(dy, g.mul(output, g.sub(g.constant(1), output))),
  { callable: true },
)
