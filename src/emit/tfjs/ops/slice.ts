import { axisOf } from '../alignment.ts'
import { numbers } from '../javascript.ts'
import type { Lowering } from '../lowering.ts'

export const slice: Lowering<'slice'> = ({ attributes: { axis, start, end } }, context) => {
  const type = context.type(0)
  const rank = axisOf(type, type.shape.length)
  const at = axisOf(type, axis)
  const begin = Array.from({ length: rank }, (_, i) => (i === at ? start : 0))
  const size = Array.from({ length: rank }, (_, i) => (i === at ? end - start : -1))
  return `tf.slice(${context.tensor(0)}, ${numbers(begin)}, ${numbers(size)})`
}
