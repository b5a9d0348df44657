import type { SurfaceSet } from './surfaces.ts'
import type { ValueType } from './types.ts'

/** A value of the reference evaluator: doubles (or strings for raw features), row-major, rows first where the type has rows. */
export interface ReferenceTensor {
  readonly type: ValueType
  /** 1 where the type is row-free. */
  readonly rows: number
  readonly data: Float64Array
  readonly strings?: readonly string[]
  /** Raw 64-bit ids, where doubles would lose their last digits. */
  readonly integers?: BigInt64Array
}

/** The row structure of one batch, as the reference evaluator and the host know it. */
export interface RowEnvironment {
  /** Number of groups of (level, surfaces). */
  count(level: string, surfaces: SurfaceSet): number
  /** For each group of (to, surfaces): the position of its coarser group among those of (from, surfaces). */
  index(from: string, to: string, surfaces: SurfaceSet): Int32Array
  /** Where each surface's groups begin among those of (level, surfaces); the last is the count. */
  offsets(level: string, surfaces: SurfaceSet): Int32Array
  /** Rows of a table that are present (all, or those of the batch). */
  tableRows(table: string): number
  /** Row of an id or word in a table; needed where a graph encodes raw features itself. */
  rowOf?(table: string, word: bigint | string): number
}
