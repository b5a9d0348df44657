import { unaryOp } from '../elementwise.ts'
import { erf } from '../error-function.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly gelu: Nothing
  }
}

/**
 * y = x Phi(x) with Phi the normal distribution function, exact (no tanh), elementwise. [...] -> [...].
 * Hendrycks and Gimpel 2016, arXiv 1606.08415. dy/dx = Phi(x) + x phi(x).
 */
export const gelu = unaryOp(
  'gelu',
  (x) => 0.5 * x * (1 + erf(x * Math.SQRT1_2)),
  ({ x, dy }, g) => {
    const distribution = g.scale(g.add(g.erf(g.scale(x, Math.SQRT1_2)), g.constant(1)), 0.5)
    const density = g.scale(g.exp(g.scale(g.mul(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI))
    return g.mul(dy, g.add(distribution, g.mul(x, density)))
  },
  { callable: true },
)
