import type { Lowering, TrainingKind } from './lowering.ts'

/** `tf.<name>(x)`, where tf has the function and a gradient equal to ours. */
export const unary =
  (name: string): Lowering<TrainingKind> =>
  (_, context) =>
    `tf.${name}(${context.tensor(0)})`

/** `tf.<name>(a, b)` with per-row broadcasting, where tf has the function and a gradient equal to ours. */
export const binary =
  (name: string): Lowering<TrainingKind> =>
  (_, context) =>
    `tf.${name}(${context.aligned(0)}, ${context.aligned(1)})`

/** A comparison of tf as 1 and 0, with per-row broadcasting. */
export const comparison =
  (name: string): Lowering<TrainingKind> =>
  (_, context) =>
    context.call('flag', `tf.${name}`, context.aligned(0), context.aligned(1))
