import type { KeyColumn } from '../features/keys.ts'
import type { RawColumns } from '../features/raw.ts'
import type { RowEnvironment } from '../graph/reference.ts'
import type { EngineFeeds, EngineInput } from '../runtime/feeds.ts'
import type { RowLabels } from './read-rows.ts'

/** From what dropout masks are made (docs/language.md, Training). */
export interface DropoutState {
  readonly seed: number
  readonly step: number
}

/**
 * Rows of the model's live surfaces, sorted by surface name; rows of one surface stay in the order they were read in.
 * All arrays have one entry per row.
 */
export interface Batch {
  readonly rows: number
  /** Live surfaces, sorted; `surfaceOf` counts in it. */
  readonly surfaces: readonly string[]
  readonly bySurface: ReadonlyMap<string, number>
  readonly surfaceOf: Int32Array
  /** View name of each row: one of its surface's. */
  readonly views: readonly string[]
  /** By task. */
  readonly labels: ReadonlyMap<string, RowLabels>
  /** The row's weight, without its surface's. */
  readonly weights: Float64Array
  /** What GAUC groups by: the columns of the key of the coarsest level that the rows lie in. */
  readonly groupKey: readonly KeyColumn[]
  readonly raw: RawColumns
  /** Groups of each (level, surfaces) and how they lie within each other; `tableRows` is not known here. */
  readonly groups: Omit<RowEnvironment, 'tableRows'>
  /** `dropout` is needed where an input is a dropout mask. */
  feeds(inputs: readonly EngineInput[], dropout?: DropoutState): EngineFeeds
}
