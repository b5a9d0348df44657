import { axisOf } from '../alignment.ts'
import { numbers } from '../javascript.ts'
import type { Lowering } from '../lowering.ts'

export const mean: Lowering<'mean'> = ({ attributes: { axes } }, context) =>
  `tf.mean(${context.tensor(0)}, ${numbers(axes.map((axis) => axisOf(context.type(0), axis)))})`
