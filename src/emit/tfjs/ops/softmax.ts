import type { Lowering } from '../lowering.ts'

/** Over the last axis, as tf has it. */
export const softmax: Lowering<'softmax'> = (_, context) => `tf.softmax(${context.tensor(0)})`
