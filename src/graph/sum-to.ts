import type { Algebra } from './algebra.ts'
import type { ValueType } from './types.ts'

/**
 * The gradient of broadcasting: sums a gradient down to the type that was broadcast. Leading axes that the target lacks are
 * summed away (all axes, to a scalar), and the rows too where the target is row-free.
 */
export function sumTo(g: Algebra, gradient: string, target: ValueType): string {
  const { shape, rows } = g.typeOf(gradient)
  const extra = shape.length - target.shape.length
  const summed = g.sum(
    gradient,
    Array.from({ length: extra }, (_, axis) => axis),
  )
  return target.rows.kind === 'none' && rows.kind !== 'none' ? g.total(summed) : summed
}
