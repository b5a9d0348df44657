import { sizeOf, type ValueType } from '../../../graph/types.ts'
import { hasRows, tensorShape } from '../alignment.ts'
import { numbers } from '../javascript.ts'
import type { Lowering } from '../lowering.ts'

/**
 * Four products, by where the matrices are:
 *   one row-free matrix        all rows and leading dimensions are rows of one plain product
 *   row-free matrices          one product a matrix, over all rows at once
 *   a matrix for each row      leading dimensions of the left are rows of it
 *   matrices for each row      batched over rows and leading dimensions
 * Leading sizes are equal before tf sees them: its kernels disagree on broadcasting them, and its gradient does not sum it back.
 */
export const matmul: Lowering<'matmul'> = ({ type }, context) => {
  const [a, b] = [context.type(0), context.type(1)]
  const [left, right] = [context.tensor(0), context.tensor(1)]
  const result = (product: string): string => `tf.reshape(${product}, ${numbers(tensorShape(type))})`
  const [k] = b.shape.slice(-2)
  if (!hasRows(b) && b.shape.length === 2) {
    if (rankOf(a) === 2) return context.call('matmul', left, right)
    return result(context.call('matmul', `tf.reshape(${left}, [-1, ${k}])`, right))
  }
  if (!hasRows(b) && hasRows(a)) return context.call('matmulEach', left, right)
  const perRow =
    hasRows(a) || !hasRows(b) ? left : context.call('expand', left, `[${right}.shape[0], ${a.shape.join(', ')}]`)
  if (b.shape.length > 2 || a.shape.length === 2) return context.call('matmul', perRow, right)
  return result(context.call('matmul', `tf.reshape(${perRow}, ${numbers([-1, sizeOf(a.shape) / k!, k!])})`, right))
}

const rankOf = (type: ValueType): number => type.shape.length + (hasRows(type) ? 1 : 0)
