import { byName } from '../diagnostics/text-order.ts'
import { withDerivedColumns } from '../features/derived/on-host.ts'
import type { RawColumns } from '../features/raw.ts'
import type { LevelOrder } from '../graph/levels.ts'
import type { SurfaceSet } from '../graph/surfaces.ts'
import type { DataSpec } from '../model/model-spec.ts'
import type { Batch } from './batch.ts'
import { batchFeeds, type FeedContext } from './feeds.ts'
import { type GroupLayout, rowGroups } from './groups.ts'
import type { RowLabels } from './read-rows.ts'

/** Rows of a batch before they are one: sorted by surface, all arrays with one entry per row. */
export interface BatchRows {
  readonly surfaceOf: Int32Array
  readonly views: readonly string[]
  readonly labels: ReadonlyMap<string, RowLabels>
  readonly weights: Float64Array
  readonly raw: RawColumns
}

export interface BatchContext {
  readonly layout: GroupLayout
  readonly feeds: FeedContext
  /** Columns of the key that GAUC groups by. */
  readonly groupBy: readonly string[]
}

/** A batch of rows sorted by surface, with its groups. Any source of raw columns will do. */
export function assembleBatch(rows: BatchRows, context: BatchContext): Batch {
  const { layout } = context
  const surfaces = layout.surfaces.names
  const starts = surfaceStarts(rows.surfaceOf, surfaces.length)
  const columns = new Map(withDerivedColumns(rows.raw.columns, context.feeds.features))
  columns.set('view', { kind: 'string', values: rows.views })
  columns.set('surface', { kind: 'string', values: Array.from(rows.surfaceOf, (surface) => surfaces[surface]!) })
  const raw: RawColumns = { rows: rows.raw.rows, columns }
  const groups = rowGroups(raw, layout, starts)
  const batch = {
    ...rows,
    raw,
    rows: raw.rows,
    surfaces,
    bySurface: new Map(surfaces.map((name, i) => [name, starts[i + 1]! - starts[i]!])),
    groups,
  }
  return {
    ...batch,
    groupKey: context.groupBy.flatMap((name) => {
      const column = raw.columns.get(name)
      return column === undefined ? [] : [{ column }]
    }),
    feeds: (inputs, dropout) => batchFeeds(batch, context.feeds, inputs, dropout),
  }
}

/** Where each surface's rows begin among rows sorted by surface; their count at the end. */
function surfaceStarts(surfaceOf: Int32Array, surfaces: number): Int32Array {
  const starts = new Int32Array(surfaces + 1)
  for (const surface of surfaceOf) starts[surface + 1]!++
  for (let i = 0; i < surfaces; i++) starts[i + 1]! += starts[i]!
  return starts
}

/** The order that sorts rows by surface and keeps the order within each; undefined where they are sorted already. */
export function surfaceOrder(surfaceOf: Int32Array, surfaces: number): Int32Array | undefined {
  if (surfaceOf.every((surface, row) => row === 0 || surfaceOf[row - 1]! <= surface)) return undefined
  const next = surfaceStarts(surfaceOf, surfaces)
  const order = new Int32Array(surfaceOf.length)
  surfaceOf.forEach((surface, row) => {
    order[next[surface]!++] = row
  })
  return order
}

/** What groups at each level are made of: the keys, and those features of the level that are read. */
export function groupLayout(spec: DataSpec, surfaces: SurfaceSet, read: ReadonlySet<string>): GroupLayout {
  const { levels } = spec
  const columns = new Map(
    levels.names.map((level) => {
      const keys = levels.declaration(level)?.by ?? []
      const features = [...spec.features.values()]
        .filter(({ name, level: of }) => of === level && read.has(name) && !keys.includes(name))
        .map(({ name, surfaces: on }) => ({ name, surfaces: on }))
        .sort(byName)
      return [level, { keys, features }]
    }),
  )
  return { levels, columns, surfaces }
}

/** The key of the coarsest level on the row level's first way up: `user` of `candidate within request, ad`. */
export function coarsestKey(levels: LevelOrder): readonly string[] {
  let level = levels.row
  while (true) {
    const above = levels.declaration(level)?.within[0]
    if (above === undefined) return levels.declaration(level)?.by ?? []
    level = above
  }
}
