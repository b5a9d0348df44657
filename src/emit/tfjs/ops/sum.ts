import { axisOf } from '../alignment.ts'
import { numbers } from '../javascript.ts'
import type { Lowering } from '../lowering.ts'

export const sum: Lowering<'sum'> = ({ attributes: { axes } }, context) =>
  `tf.sum(${context.tensor(0)}, ${numbers(axes.map((axis) => axisOf(context.type(0), axis)))})`
