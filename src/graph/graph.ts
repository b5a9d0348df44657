import type { LevelOrder } from './levels.ts'
import type { Output } from './outputs.ts'
import type { Port } from './ports.ts'
import type { SurfaceSet } from './surfaces.ts'
import type { Shape, ValueType } from './types.ts'

/** What each kind of operation carries beside its inputs. Axes count per-row dimensions from 0; the row axis is never among them. */
export interface OpAttributes {
  // sources
  readonly input: { readonly port: Port }
  /** Row-free. `data` in row-major order, one number stands for all elements. */
  readonly constant: { readonly data: readonly number[] }

  // encodings of raw features; the host does them in training, the graph at serving
  /** id or string (int64, string) -> int32 row of a table. Works elementwise on lists. */
  readonly table_row: { readonly table: string }
  /** float32 or int64 -> float32. Missing (NaN, infinity, least int64, the sentinel) becomes `default`; without one it becomes NaN. */
  readonly number: { readonly sentinel: number | undefined; readonly default: number | undefined }
  /** any raw value -> float32 1 where missing, else 0. */
  readonly is_missing: { readonly sentinel: number | undefined }
  /** int64 length (-1 missing) -> float32 [length], 1 on present elements (newest last at length - 1). */
  readonly sequence_mask: { readonly length: number }
  /** string -> int32 position in `views`, `views.length` where unknown. */
  readonly view_index: { readonly views: readonly string[] }
  /** floats per row -> int64: the reason of the first input that is NaN, else 0. */
  readonly status: { readonly reasons: readonly number[] }

  // elementwise; operands have equal shapes, or one is a scalar, or one lacks leading dimensions; equal rows, or none
  readonly add: Empty
  readonly sub: Empty
  readonly mul: Empty
  readonly div: Empty
  readonly maximum: Empty
  readonly exp: Empty
  readonly log: Empty
  readonly log1p: Empty
  readonly sqrt: Empty
  readonly abs: Empty
  readonly tanh: Empty
  readonly relu: Empty
  /** Exact: x Phi(x), by erf. */
  readonly gelu: Empty
  readonly sigmoid: Empty
  readonly softplus: Empty
  /** (condition, a, b): a where condition != 0. All three broadcast. */
  readonly where: Empty
  readonly stop_gradient: Empty
  /** (x, mask): x * mask; serving graphs drop it. */
  readonly dropout: { readonly rate: number }

  // shape
  readonly concat: { readonly axis: number }
  readonly slice: { readonly axis: number; readonly start: number; readonly end: number }
  readonly reshape: { readonly shape: Shape }
  readonly transpose: { readonly permutation: readonly number[] }
  /** To a shape with more leading dimensions (or from a scalar). */
  readonly broadcast: { readonly shape: Shape }

  // contraction and reduction
  /** [..., m, k] @ [k, n] or batched [..., k, n]; a vector on the left is one row. Either operand may be row-free. */
  readonly matmul: Empty
  readonly sum: { readonly axes: readonly number[] }
  readonly mean: { readonly axes: readonly number[] }
  readonly max: { readonly axis: number }
  /** Over the last axis. */
  readonly softmax: Empty

  /** (rows of a table, or a row-free [V, ...]; int32 index) -> index.shape ++ the entry's shape, with the index's rows. */
  readonly lookup: Empty

  // rows
  readonly restrict: { readonly surfaces: SurfaceSet }
  /** inputs[i] covers parts[i] (disjoint, sorted by key); a row-free input is repeated. Result: (level, union of parts). */
  readonly join: { readonly level: string; readonly parts: readonly SurfaceSet[] }
  /** Coarser to finer: each finer group reads its coarser group's value. */
  readonly spread: { readonly level: string }
  /** Finer to coarser: sum over the finer groups of each coarser one. */
  readonly collect: { readonly level: string }
  /** Sum over rows; row-free result. */
  readonly total: Empty

  // adjoints: made by differentiate and optimize alone
  /** (x [.., k], dy [.., n]) with equal rows -> row-free [k, n]: sum over rows and leading dimensions of x^T dy. */
  readonly contract: Empty
  /** (index, dy) -> rows of `table` (or row-free [entries, ...]): sum of dy by index. The gradient of lookup. */
  readonly scatter: {
    readonly into:
      | { readonly kind: 'table'; readonly table: string }
      | { readonly kind: 'entries'; readonly entries: number }
  }
  /** 1 where x > 0, else 0. */
  readonly positive: Empty
  /** erf(x), for gelu's gradient. */
  readonly erf: Empty
  /** (x, its max over axis) -> 1 at the first maximal element along axis, else 0. */
  readonly first_max: { readonly axis: number }
}

type Empty = Readonly<Record<never, never>>

export type OpKind = keyof OpAttributes

export interface OpOf<K extends OpKind> {
  /** Canonical and unique: a spec path, then the kind, then an ordinal within the path. The value has the same name. */
  readonly id: string
  readonly kind: K
  readonly inputs: readonly string[]
  readonly attributes: OpAttributes[K]
  readonly type: ValueType
}

export type Op = { [K in OpKind]: OpOf<K> }[OpKind]

export type Initial =
  | { readonly kind: 'glorot_uniform' }
  | { readonly kind: 'zeros' }
  | { readonly kind: 'ones' }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'normal'; readonly deviation: number }
  /** Every element, row-major: calibrators start as the identity. */
  | { readonly kind: 'values'; readonly values: readonly number[] }

export interface ParameterDeclaration {
  /** Spec path: `trunk.crossed.layer0.u`. */
  readonly name: string
  readonly shape: Shape
  readonly initial: Initial
  readonly renamedFrom?: string
}

/** How a raw id or string finds its row. Row 0 is the missing row; in vocabulary and range row 1 is out-of-vocabulary. */
export type TableRowsRule =
  /** row = 1 + mix(id, seed of the table's name) mod n */
  | { readonly kind: 'hash'; readonly rows: number }
  /** row = 2 + position; fitted on the training split unless `file` is given; at most n words, the most frequent first, ties by word. */
  | {
      readonly kind: 'vocabulary'
      readonly rows: number
      readonly file: string | undefined
      readonly of: 'id' | 'string'
    }
  /** row = 2 + id for 0 <= id < n */
  | { readonly kind: 'range'; readonly rows: number }

export interface TableDeclaration {
  readonly name: string
  readonly rule: TableRowsRule
  readonly dim: number
  readonly initial: Initial
}

/** Rows with the missing and out-of-vocabulary rows counted in. */
export const tableHeight = (table: TableDeclaration): number => table.rule.rows + (table.rule.kind === 'hash' ? 1 : 2)

/** What is given out (outputs.ts), and the value that is. */
export type GraphOutput = Output & { readonly value: string }

export interface Graph {
  readonly name: string
  /** Topological, canonical (canonical.ts): the order depends on names and edges alone. */
  readonly ops: readonly Op[]
  readonly outputs: readonly GraphOutput[]
  /** Sorted by name. */
  readonly parameters: readonly ParameterDeclaration[]
  readonly tables: readonly TableDeclaration[]
  readonly levels: LevelOrder
  /** Surfaces whose rows flow through it. */
  readonly surfaces: SurfaceSet
}
