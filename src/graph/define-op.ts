import type { Algebra } from './algebra.ts'
import type { OpAttributes, OpKind, OpOf } from './graph.ts'
import type { ReferenceTensor, RowEnvironment } from './reference.ts'
import type { ValueType } from './types.ts'

/** Why an op's operands do not fit: becomes a diagnostic at the user's line. */
export interface TypeMismatch {
  readonly mismatch: 'inner-sizes-differ' | 'shapes-differ' | 'rows-differ' | 'dtype' | 'axis' | 'rank'
  readonly found: string
  readonly expected: string
}

export const isMismatch = (result: ValueType | TypeMismatch): result is TypeMismatch => 'mismatch' in result

/**
 * Work of one evaluation, per row of the result; where the result is row-free or coarser, per row of the operands.
 * One per product in a matrix product, one per element in elementwise work and reductions, none for moving data.
 */
export interface Cost {
  readonly multiplyAdds: number
}

export interface GradientContext<K extends OpKind> {
  readonly op: OpOf<K>
  readonly inputs: readonly string[]
  /** The op's own value. */
  readonly output: string
  /** Gradient of the loss with respect to the output; same type as the output. */
  readonly dy: string
  readonly typeOf: (value: string) => ValueType
}

/**
 * One operation: its type rule, cost, gradient and plain reference.
 * Lowerings to ONNX and tfjs lie with their targets (emit/onnx/ops, emit/tfjs/ops).
 */
export interface OpDefinition<K extends OpKind> {
  readonly kind: K
  /** `input` and `constant` state their type and have no rule. */
  readonly type: (inputs: readonly ValueType[], attributes: OpAttributes[K]) => ValueType | TypeMismatch
  readonly cost: (inputs: readonly ValueType[], output: ValueType, attributes: OpAttributes[K]) => Cost
  /**
   * One gradient per input, undefined where none flows. Each has its input's type exactly (broadcasts summed away).
   * `none`: integer or adjoint ops that nothing differentiates through.
   */
  readonly gradient: ((context: GradientContext<K>, g: Algebra) => readonly (string | undefined)[]) | 'none'
  /** In doubles: what every backend is tested against. */
  readonly evaluate: (inputs: readonly ReferenceTensor[], op: OpOf<K>, rows: RowEnvironment) => ReferenceTensor
}

export const defineOp = <K extends OpKind>(kind: K, definition: Omit<OpDefinition<K>, 'kind'>): OpDefinition<K> => ({
  kind,
  ...definition,
})

/** A table with one entry per op kind: a missing one does not compile. */
export type OpTable = { readonly [K in OpKind]: OpDefinition<K> }
