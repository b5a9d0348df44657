import type { Algebra, PlainKind } from './algebra.ts'
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
  /** Of an op of several results: every result's gradient, zeros where nothing flows back. */
  readonly dys: readonly string[]
  /** Whether the gradient of an input is needed: others may be left undefined. */
  readonly wanted: (input: number) => boolean
  readonly typeOf: (value: string) => ValueType
}

/** Properties of an op that passes and the language read. test/graph/ops/traits.test.ts checks each against the op's reference and gradient. */
export interface OpTraits {
  /**
   * How its rows differ from its operands'; undefined where each row of the result is a function of the operands' same row.
   * `picks`: each is a row of the operand. `joins`: parts' rows side by side. `sums`: of the operands' rows, so that it matters
   * how often one stands there.
   */
  readonly changesRows: 'picks' | 'joins' | 'sums' | undefined
  /** Positions of the inputs that a gradient flows back to; `all` of them, however many. */
  readonly differentiable: 'all' | readonly number[]
  /** Its two operands may change places: neither the value nor the gradients differ, ties included. */
  readonly commutative: boolean
  /** The function of numbers that it applies element by element, its operands broadcast; undefined where it is no such op. */
  readonly elementwise: ((...operands: number[]) => number) | undefined
  /** As a built-in of the language, an elementwise op by this name with these operands; undefined where it is none. */
  readonly callable: Callable | undefined
}

export interface Callable {
  readonly name: string
  readonly kind: PlainKind
  readonly operands: readonly string[]
}

type OtherValues<K extends OpKind> = (
  inputs: readonly ReferenceTensor[],
  op: OpOf<K>,
  rows: RowEnvironment,
) => readonly ReferenceTensor[]

/**
 * One operation: its type rule, cost, gradient, plain reference and traits.
 * Lowerings to ONNX and tfjs lie with their targets (emit/onnx/ops, emit/tfjs/ops).
 */
export interface OpDefinition<K extends OpKind> extends OpTraits {
  readonly kind: K
  /** `input` and `constant` state their type and have no rule. */
  readonly type: (inputs: readonly ValueType[], attributes: OpAttributes[K]) => ValueType | TypeMismatch
  readonly cost: (inputs: readonly ValueType[], output: ValueType, attributes: OpAttributes[K]) => Cost
  /**
   * One gradient per input, undefined where none flows. Each has its input's type exactly (broadcasts summed away).
   * `none`: integer or adjoint ops that nothing differentiates through.
   */
  readonly gradient: ((context: GradientContext<K>, g: Algebra) => readonly (string | undefined)[]) | 'none'
  /** Of an op of several results: the types and values of those behind the first. */
  readonly others?: {
    readonly types: (inputs: readonly ValueType[], attributes: OpAttributes[K]) => readonly ValueType[]
    readonly evaluate: OtherValues<K>
  }
  /** In doubles: what every backend is tested against. */
  readonly evaluate: (inputs: readonly ReferenceTensor[], op: OpOf<K>, rows: RowEnvironment) => ReferenceTensor
}

type Stated<K extends OpKind> = Omit<OpDefinition<K>, 'kind' | keyof OpTraits> & Partial<OpTraits>

/** Traits that are not stated: works row by row, not commutative, not elementwise, differentiable in all inputs if it has a gradient. */
export const defineOp = <K extends OpKind>(kind: K, definition: Stated<K>): OpDefinition<K> => ({
  kind,
  changesRows: undefined,
  differentiable: definition.gradient === 'none' ? [] : 'all',
  commutative: false,
  elementwise: undefined,
  callable: undefined,
  ...definition,
})

/** A table with one entry per op kind: a missing one does not compile. */
export type OpTable = { readonly [K in OpKind]: OpDefinition<K> }
