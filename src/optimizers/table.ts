import { adam } from './adam.ts'
import { adamw } from './adamw.ts'
import type { OptimizerDefinition, Target } from './define-optimizer.ts'
import { rowwiseAdagrad } from './rowwise-adagrad.ts'
import { sgd } from './sgd.ts'

/** Every optimizer, by its name in `.ctr`. */
export const optimizers = {
  adam,
  adamw,
  sgd,
  rowwise_adagrad: rowwiseAdagrad,
} satisfies Readonly<Record<string, OptimizerDefinition>>

export type OptimizerName = keyof typeof optimizers

/** Names of the optimizers of such values. */
export type OptimizerOf<Of extends Target> = {
  [Name in OptimizerName]: (typeof optimizers)[Name] extends OptimizerDefinition<Of> ? Name : never
}[OptimizerName]

/** Where a spec names none. */
export const usualOptimizers = {
  parameter: 'adam',
  table: 'rowwise_adagrad',
} as const satisfies { readonly [Of in Target]: OptimizerOf<Of> }

export const definitionOf = (name: OptimizerName): OptimizerDefinition => optimizers[name]

/** The optimizers of such values, in the table's order. */
export const optimizersOf = <Of extends Target>(of: Of): readonly OptimizerOf<Of>[] =>
  names.filter((name) => moves(name, of))

const names = Object.keys(optimizers).filter((name): name is OptimizerName => name in optimizers)

const moves = <Of extends Target>(name: OptimizerName, of: Of): name is OptimizerOf<Of> => definitionOf(name).of === of
