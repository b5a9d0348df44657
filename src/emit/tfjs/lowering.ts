import type { OpKind, OpOf } from '../../graph/graph.ts'
import type { Port } from '../../graph/ports.ts'
import type { ValueType } from '../../graph/types.ts'
import type { RuntimeName } from './runtime/functions.ts'

/** The host has done these before training: a graph for tfjs never has them. */
type RawEncodingKind = 'table_row' | 'number' | 'is_missing' | 'sequence_mask' | 'view_index'

/** What a served graph derives from raw features (passes/derive-features.ts); in training the host does. */
type DerivingKind =
  | 'raw_number'
  | 'bucket'
  | 'standardize'
  | 'time_cycle'
  | 'clamp'
  | 'seconds_between'
  | 'mix_ids'
  | 'last_element'
  | 'count_equal'

/** What a served graph reports of its caller's rows. */
type ServingKind = 'length_fault' | 'row_fault' | 'parallel_fault' | 'status'

/** tf differentiates by itself; our own adjoints never reach it. */
type AdjointKind = 'contract' | 'scatter' | 'positive' | 'erf' | 'first_max'

/** What can occur between `training-loss` and `differentiate`. */
export type TrainingKind = Exclude<OpKind, RawEncodingKind | DerivingKind | ServingKind | AdjointKind>

/** What a lowering may read while it writes the JavaScript of one operation. */
export interface LoweringContext {
  /** Type of an input by its position. */
  type(input: number): ValueType
  /** A tensor expression of an input; its first axis is the row axis where the type has rows. */
  tensor(input: number): string
  /** The input, ready to broadcast against the op's result: a plain number where it is a scalar constant. */
  aligned(input: number): string
  /** The value a port holds in the batch. The module lists it among its `inputs`. */
  port(port: Port): string
  /** A call of a function that is written out in the module when something calls it. */
  call(name: RuntimeName, ...parameters: readonly string[]): string
}

/** One operation as one JavaScript expression. */
export type Lowering<K extends TrainingKind> = (op: OpOf<K>, context: LoweringContext) => string

/** A table with one entry per kind: a missing one does not compile. */
export type LoweringTable = { readonly [K in TrainingKind]: Lowering<K> }
