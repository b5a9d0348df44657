import type { Lowering } from '../lowering.ts'

export const pow: Lowering<'pow'> = ({ attributes: { exponent } }, context) =>
  `tf.pow(${context.tensor(0)}, ${exponent})`
