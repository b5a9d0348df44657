import { axisOf } from '../alignment.ts'
import { numbers } from '../javascript.ts'
import type { Lowering } from '../lowering.ts'

export const split: Lowering<'split'> = ({ attributes: { axis, sizes } }, context) =>
  `tf.split(${context.tensor(0)}, ${numbers(sizes)}, ${axisOf(context.type(0), axis)})`
