import { tensorShape } from '../alignment.ts'
import { numbers } from '../javascript.ts'
import type { Lowering } from '../lowering.ts'

export const reshape: Lowering<'reshape'> = ({ attributes: { shape }, type }, context) =>
  `tf.reshape(${context.tensor(0)}, ${numbers(tensorShape(type, shape))})`
