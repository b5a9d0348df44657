import { axisOf, hasRows } from '../alignment.ts'
import { numbers } from '../javascript.ts'
import type { Lowering } from '../lowering.ts'

export const transpose: Lowering<'transpose'> = ({ attributes: { permutation }, type }, context) => {
  const axes = [...(hasRows(type) ? [0] : []), ...permutation.map((axis) => axisOf(type, axis))]
  return `tf.transpose(${context.tensor(0)}, ${numbers(axes)})`
}
