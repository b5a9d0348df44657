import type { Shape, ValueType } from '../../graph/types.ts'

/** True where a value's first axis counts rows. */
export const hasRows = (type: ValueType): boolean => type.rows.kind !== 'none'

/** Position of a per-row axis in the tensor. */
export const axisOf = (type: ValueType, axis: number): number => axis + (hasRows(type) ? 1 : 0)

/** A tensor's shape with `-1` for its rows, as tf.reshape takes it. */
export const tensorShape = (type: ValueType, shape: Shape = type.shape): Shape =>
  hasRows(type) ? [-1, ...shape] : shape

/**
 * The shape an operand needs so that tf's right-aligned broadcasting means per-row broadcasting:
 * a value with rows and fewer dimensions than the result gets ones behind its row axis. Undefined where none is needed.
 */
export function alignedShape(operand: ValueType, result: ValueType): Shape | undefined {
  const missing = result.shape.length - operand.shape.length
  if (!hasRows(operand) || missing === 0) return undefined
  return [-1, ...new Array<number>(missing).fill(1), ...operand.shape]
}
