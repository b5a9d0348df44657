import { withDerivedColumns } from '../features/derived/on-host.ts'
import type { RawColumn } from '../features/raw.ts'
import type { LevelOrder } from '../graph/levels.ts'
import type { Feature } from '../model/feature.ts'
import type { RawRows } from './serving-feeds.ts'

type RawList = Extract<RawColumn, { readonly kind: 'list' }>

/**
 * Generated rows in which lists that are combined step by step mostly have as many elements: with lengths by chance few rows would have a score.
 * What is derived of them is computed anew. Lists of one element stay as they are, so that some rows have none. Rows that agree on a level's keys still agree on its lists: a list takes the length
 * of another of its own level or a coarser one.
 */
export function alignedLists(
  rows: RawRows,
  parallel: readonly (readonly string[])[],
  spec: { readonly levels: LevelOrder; readonly features: ReadonlyMap<string, Feature> },
): RawRows {
  const columns = new Map(rows.raw.columns)
  const levelOf = (name: string): string => spec.features.get(name)?.level ?? spec.levels.row
  const depth = (name: string): number => spec.levels.names.indexOf(levelOf(name))
  for (const set of parallel) {
    // A record's lengths are those of all its fields: others take them.
    const isRecord = (name: string): boolean => columns.get(name)?.kind === 'int64'
    const [first, ...others] = [...set].sort((a, b) => depth(a) - depth(b) || Number(isRecord(b)) - Number(isRecord(a)))
    const base = columns.get(first ?? '')
    const lengths =
      base?.kind === 'list' ? base.lengths : base?.kind === 'int64' && Int32Array.from(base.values, Number)
    if (first === undefined || !lengths) continue
    for (const name of others) {
      const column = columns.get(name)
      if (column?.kind === 'list' && spec.levels.isCoarserOrEqual(levelOf(first), levelOf(name)))
        columns.set(name, withLengths(column, lengths))
    }
  }
  return { ...rows, raw: { ...rows.raw, columns: withDerivedColumns(columns, spec.features) } }
}

/** Elements are its own, those of other rows where it has too few of them. */
function withLengths(column: RawList, wanted: Int32Array): RawList {
  const lengths = column.lengths.map((length, row) =>
    length === 1 ? length : Math.min(wanted[row]!, column.values.length),
  )
  const starts = column.starts.map((start, row) =>
    Math.max(0, Math.min(start, column.values.length - Math.max(0, lengths[row]!))),
  )
  return { ...column, lengths, starts }
}
