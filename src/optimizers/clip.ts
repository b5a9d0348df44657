import type { Algebra } from '../graph/algebra.ts'

/**
 * Gradients scaled down to a common norm: g / max(1, |g| / limit), |g| the norm of all of them together (Pascanu, Mikolov and Bengio 2013,
 * arXiv 1211.5063, algorithm 1). `inverse` is 1 / limit, a row-free scalar. The gradients are those of dense parameters; tables' are not clipped.
 */
export function clip(g: Algebra, gradients: readonly string[], inverse: string): readonly string[] {
  const [first, ...rest] = gradients.map((gradient) => squareSum(g, gradient))
  if (first === undefined) return gradients
  const norm = g.sqrt(rest.reduce((sum, square) => g.add(sum, square), first))
  const factor = g.div(g.constant(1), g.maximum(g.constant(1), g.mul(norm, inverse)))
  return gradients.map((gradient) => g.mul(gradient, factor))
}

function squareSum(g: Algebra, x: string): string {
  const axes = g.shapeOf(x).map((_, axis) => axis)
  return g.sum(g.mul(x, x), axes)
}
