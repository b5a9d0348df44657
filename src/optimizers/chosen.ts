import type { Port } from '../graph/ports.ts'
import type { Target, UpdateRule } from './define-optimizer.ts'
import { numberAt } from './step-number.ts'
import { definitionOf, type OptimizerName, type OptimizerOf, usualOptimizers } from './table.ts'

/** An optimizer by name, with a value for each of its settings by their names in `.ctr`. */
export interface ChosenOptimizer<Name extends OptimizerName = OptimizerName> {
  readonly name: Name
  readonly settings: Readonly<Record<string, number>>
}

/** How training updates its values. */
export interface Optimizers {
  /** Of the dense parameters. */
  readonly optimizer: ChosenOptimizer<OptimizerOf<'parameter'>>
  /** Of the embedding tables' rows. */
  readonly tables: ChosenOptimizer<OptimizerOf<'table'>>
  /** Largest norm of all dense gradients together (tables apart); undefined does not clip. */
  readonly clip: number | undefined
}

/** An optimizer with its defaults, but for what is given. */
export function chosen<Name extends OptimizerName>(
  name: Name,
  given: Readonly<Record<string, number>> = {},
): ChosenOptimizer<Name> {
  const declared = Object.entries(definitionOf(name).settings)
  return { name, settings: Object.fromEntries(declared.map(([key, { default: usual }]) => [key, given[key] ?? usual])) }
}

/** The default of a training that names none. */
export const usual: Optimizers = {
  optimizer: chosen(usualOptimizers.parameter),
  tables: chosen(usualOptimizers.table),
  clip: undefined,
}

export const optimizerOf = (
  { optimizer, tables }: Pick<Optimizers, 'optimizer' | 'tables'>,
  target: Target,
): ChosenOptimizer => (target === 'parameter' ? optimizer : tables)

export function ruleFor(optimizers: Pick<Optimizers, 'optimizer' | 'tables'>, target: Target): UpdateRule {
  const { name, settings } = optimizerOf(optimizers, target)
  return definitionOf(name).rule(settings)
}

export const targets: readonly Target[] = ['parameter', 'table']

/** The hyper port of a number that changes by step: each target has its own, since learning rates differ. */
export const hyperPort = (target: Target, name: string): Extract<Port, { readonly kind: 'hyper' }> => ({
  kind: 'hyper',
  name: target === 'parameter' ? name : `table_${name}`,
})

/** Every hyper port's number at a step, counted from 1, by the port's `name`. */
export function hyperAt(
  optimizers: Pick<Optimizers, 'optimizer' | 'tables'>,
  step: number,
): ReadonlyMap<string, number> {
  return new Map(
    targets.flatMap((target) =>
      Object.entries(ruleFor(optimizers, target).hyper).map(([name, number]): [string, number] => [
        hyperPort(target, name).name,
        numberAt(number, step),
      ]),
    ),
  )
}

/** The port of a value: a parameter's, or that of a table's rows. */
export const valuePort = (target: Target, name: string): Port =>
  target === 'parameter' ? { kind: 'parameter', parameter: name } : { kind: 'table', table: name }

export const slotPort = (target: Target, name: string, slot: string): Port => ({
  kind: 'state',
  of: target,
  name,
  slot,
})
