import type { Lowering } from './lowering.ts'

type UnaryKind = 'exp' | 'log' | 'log1p' | 'sqrt' | 'tanh' | 'relu' | 'sigmoid' | 'softplus'
type BinaryKind = 'add' | 'sub' | 'mul' | 'div'

/** `tf.<name>(x)`, where tf has the function and a gradient equal to ours. */
export const unary =
  <K extends UnaryKind>(name: string): Lowering<K> =>
  (_, context) =>
    `tf.${name}(${context.tensor(0)})`

/** `tf.<name>(a, b)` with per-row broadcasting. */
export const binary =
  <K extends BinaryKind>(name: string): Lowering<K> =>
  (_, context) =>
    `tf.${name}(${context.aligned(0)}, ${context.aligned(1)})`
