import type { Algebra } from '../graph/algebra.ts'
import type { Shape, ValueType } from '../graph/types.ts'
import type { StepNumber } from './step-number.ts'

/** What an optimizer updates: a dense parameter, or the rows of an embedding table that a batch touches. */
export type Target = 'parameter' | 'table'

/** What a number may be; `above` and `below` exclude theirs. */
export interface Bounds {
  readonly atLeast?: number
  readonly above?: number
  readonly atMost?: number
  readonly below?: number
}

/** A setting as `.ctr` writes it: its default, and its bounds. */
export interface SettingDeclaration extends Bounds {
  readonly default: number
}

/** Optimizer state beside a value, float32: as many numbers as the value has, or one (of a table: one a row). */
export type SlotShape = 'value' | 'scalar'

export interface Slot {
  readonly name: string
  readonly shape: SlotShape
  /** Every element before the first step. */
  readonly initial: number
}

/** The type of a value's slot. */
export const slotType = ({ shape }: Pick<Slot, 'shape'>, value: ValueType): ValueType =>
  shape === 'value' ? value : { ...value, shape: [] }

/** The sizes of a value's slot on the host, where a table has all its rows in front. */
export const slotDims = ({ shape }: Pick<Slot, 'shape'>, target: Target, value: Shape): Shape =>
  shape === 'value' ? value : value.slice(0, target === 'table' ? 1 : 0)

export type Settings<Name extends string = string> = Readonly<Record<Name, number>>

/** Names of IR values, by what they are. */
type Values<Name extends string = string> = Readonly<Record<Name, string>>

/** What one update reads: IR values of the target's own type, but for scalar slots. */
export interface UpdateInputs<Slots = Values, Scalars = unknown> {
  readonly value: string
  readonly gradient: string
  readonly slots: Slots
  readonly scalars: Scalars
}

export interface Updated<SlotName extends string = string> {
  readonly value: string
  readonly slots: Values<SlotName>
}

/** An optimizer with its settings: what the graph, the engines and the tfjs module are made from. */
export interface UpdateRule {
  readonly slots: readonly Slot[]
  /** Float32 scalars that the host sets at each step, by name. */
  readonly hyper: Readonly<Record<string, StepNumber>>
  /** What all values share, computed once a step from the hyper numbers: row-free scalars. `update` alone reads the result. */
  scalars(g: Algebra, hyper: Values): Readonly<Record<string, string | undefined>>
  /** One value's next state. */
  update(g: Algebra, inputs: UpdateInputs<Values, Readonly<Record<string, string | undefined>>>): Updated
}

/** All that is known of an optimizer. Its name is its key in the table. */
export interface OptimizerDefinition<Of extends Target = Target> {
  readonly of: Of
  /** Where the formula stands. */
  readonly source: string
  readonly settings: Readonly<Record<string, SettingDeclaration>>
  /** With every setting given. */
  rule(settings: Settings): UpdateRule
}

/** An optimizer as its file writes it. */
interface OptimizerSource<
  Of extends Target,
  Setting extends string,
  SlotName extends string,
  Hyper extends string,
  Scalars extends Readonly<Record<string, string | undefined>>,
> {
  readonly of: Of
  readonly source: string
  readonly settings: Readonly<Record<Setting, SettingDeclaration>>
  readonly slots: (settings: Settings<Setting>) => Readonly<Record<SlotName, Omit<Slot, 'name'>>>
  readonly hyper: (settings: Settings<Setting>) => Readonly<Record<Hyper, StepNumber>>
  readonly scalars: (g: Algebra, hyper: Values<Hyper>, settings: Settings<Setting>) => Scalars
  readonly update: (
    g: Algebra,
    inputs: UpdateInputs<Values<SlotName>, Scalars>,
    settings: Settings<Setting>,
  ) => Updated<SlotName>
}

/** The names that one optimizer's parts share are checked here; the table's users see plain names. */
export function defineOptimizer<
  Of extends Target,
  Setting extends string,
  SlotName extends string,
  Hyper extends string,
  Scalars extends Readonly<Record<string, string | undefined>>,
>(source: OptimizerSource<Of, Setting, SlotName, Hyper, Scalars>): OptimizerDefinition<Of> {
  return {
    of: source.of,
    source: source.source,
    settings: source.settings,
    rule(settings: Settings<Setting>): UpdateRule {
      const slots: Readonly<Record<string, Omit<Slot, 'name'>>> = source.slots(settings)
      return {
        slots: Object.entries(slots).map(([name, slot]) => ({ name, ...slot })),
        hyper: source.hyper(settings),
        scalars: (g, hyper: Values<Hyper>) => source.scalars(g, hyper, settings),
        update(g, inputs: UpdateInputs<Values<SlotName>, Scalars>) {
          return source.update(g, inputs, settings)
        },
      }
    },
  }
}

/** value - rate * old: decoupled weight decay (Loshchilov and Hutter 2019, arXiv 1711.05101); undefined decays nothing. */
export const decayed = (g: Algebra, value: string, old: string, rate: string | undefined): string =>
  rate === undefined ? value : g.sub(value, g.mul(old, rate))

/** The rate of `decayed`: learning rate times weight decay. */
export const decayRate = (g: Algebra, learningRate: string, weightDecay: number): string | undefined =>
  weightDecay === 0 ? undefined : g.scale(learningRate, weightDecay)
