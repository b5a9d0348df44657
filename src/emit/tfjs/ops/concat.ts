import { axisOf, hasRows } from '../alignment.ts'
import type { Lowering } from '../lowering.ts'

/** A row-free part is repeated for every row of the others. */
export const concat: Lowering<'concat'> = ({ inputs, attributes: { axis }, type }, context) => {
  const withRows = inputs.findIndex((_, i) => hasRows(context.type(i)))
  const parts = inputs.map((_, i) => {
    if (withRows < 0 || hasRows(context.type(i))) return context.tensor(i)
    return context.call(
      'expand',
      context.tensor(i),
      `[${context.tensor(withRows)}.shape[0], ${context.type(i).shape.join(', ')}]`,
    )
  })
  return `tf.concat([${parts.join(', ')}], ${axisOf(type, axis)})`
}
