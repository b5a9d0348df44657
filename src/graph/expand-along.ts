import type { Algebra } from './algebra.ts'

/**
 * The gradient of a reduction: repeats `value` along `axes` of a result whose sizes there are `sizes`.
 * value: the shape without `axes` -> the shape with them. Axes count in the result and ascend.
 *
 * Size-1 stretching does not exist, so the last axis is an outer product with ones (exact: one product, no sum), and
 * other axes are broadcast in front and transposed into place.
 */
export function expandAlong(g: Algebra, value: string, axes: readonly number[], sizes: readonly number[]): string {
  const kept = g.shapeOf(value)
  const rank = kept.length + axes.length
  if (axes.every((axis, position) => axis === position)) return g.broadcast(value, [...sizes, ...kept])
  if (axes.length === 1 && axes[0] === rank - 1)
    return g.matmul(g.reshape(value, [...kept, 1]), g.constant(1, [1, sizes[0]!]))
  const others = Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !axes.includes(axis))
  const front = [...axes, ...others]
  return g.transpose(
    g.broadcast(value, [...sizes, ...kept]),
    Array.from({ length: rank }, (_, axis) => front.indexOf(axis)),
  )
}
