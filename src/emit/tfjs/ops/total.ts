import type { Lowering } from '../lowering.ts'

export const total: Lowering<'total'> = (_, context) => `tf.sum(${context.tensor(0)}, 0)`
