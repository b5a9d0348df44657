import type { LevelOrder } from './levels.ts'
import type { OpAttributes } from './op-attributes.ts'
import type { Output } from './outputs.ts'
import type { TableStack } from './stacks.ts'
import type { SurfaceSet } from './surfaces.ts'
import type { Shape, ValueType } from './types.ts'

export type { OpAttributes }

export type OpKind = keyof OpAttributes

export interface OpOf<K extends OpKind> {
  /** Canonical and unique: a spec path, then the kind, then an ordinal within the path. Its first value has the same name. */
  readonly id: string
  readonly kind: K
  readonly inputs: readonly string[]
  readonly attributes: OpAttributes[K]
  readonly type: ValueType
  /** Types of the results behind the first, of an op that has several (named in results.ts). */
  readonly others?: readonly ValueType[]
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
  /** row = 1 + mix(id, seed of the table's name) mod n, of words their MurmurHash3 with that seed */
  | { readonly kind: 'hash'; readonly rows: number }
  /** row = 2 + position; fitted on the training split unless `file` is given; at most n words, the most frequent first, ties by word. */
  | {
      readonly kind: 'vocabulary'
      readonly rows: number
      readonly file: string | undefined
      /** The words themselves, ids in decimal, where they are written in place. */
      readonly words?: readonly string[] | undefined
      /** A word that is fitted is in at least so many rows of the training split. */
      readonly seen?: number | undefined
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

/** Whether the rule's words come from the rows of a training split. */
export const isFitted = (rule: TableRowsRule): boolean =>
  rule.kind === 'vocabulary' && rule.file === undefined && rule.words === undefined

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
  /** Sorted by name; none where undefined. Ports and rows name a stack where they would name a table. */
  readonly stacks?: readonly TableStack[] | undefined
  readonly levels: LevelOrder
  /** Surfaces whose rows flow through it. */
  readonly surfaces: SurfaceSet
}
