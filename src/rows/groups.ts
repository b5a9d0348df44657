import { hashColumn, hashNumbers, rowHashes } from '../features/column-hash.ts'
import { isMissingKey, sameKey } from '../features/keys.ts'
import type { RawColumn, RawColumns } from '../features/raw.ts'
import type { LevelOrder } from '../graph/levels.ts'
import type { RowEnvironment } from '../graph/reference.ts'
import type { SurfaceSet } from '../graph/surfaces.ts'

/** What makes rows of one level the same group, beside their surface and their coarser groups. */
export interface LevelColumns {
  readonly keys: readonly string[]
  readonly features: readonly { readonly name: string; readonly surfaces: SurfaceSet | undefined }[]
}

export interface GroupLayout {
  readonly levels: LevelOrder
  /** By level; the row level needs none. */
  readonly columns: ReadonlyMap<string, LevelColumns>
  /** Sorted. */
  readonly surfaces: SurfaceSet
}

/** The groups of a batch: the rows of each level (docs/language.md, Data). Rows are sorted by surface. */
export interface RowGroups extends Omit<RowEnvironment, 'tableRows' | 'rowOf'> {
  /** The first row of each group of (level, surfaces), as its position in the batch. */
  firstRows(level: string, surfaces: SurfaceSet): Int32Array
  /** How many rows of the batch each group of (level, surfaces) stands for. */
  groupRows(level: string, surfaces: SurfaceSet): Float32Array
}

/** All groups of one level, ordered by surface, then by first occurrence. */
interface LevelGroups {
  /** Group of each row. */
  readonly of: Int32Array
  readonly first: Int32Array
  /** Where each surface's groups begin, and their count at the end. */
  readonly starts: Int32Array
}

/** `rowStarts`: where each surface's rows begin, and their count at the end. */
export function rowGroups(raw: RawColumns, layout: GroupLayout, rowStarts: Int32Array): RowGroups {
  const { levels, surfaces } = layout
  const all = new Map<string, LevelGroups>()
  const rowNumbers = Int32Array.from({ length: raw.rows }, (_, row) => row)
  for (const level of levels.names) {
    if (level === levels.row) all.set(level, { of: rowNumbers, first: rowNumbers, starts: rowStarts })
    else all.set(level, groupsOfLevel(level, raw, layout, rowStarts, all))
  }
  const groupsOf = (level: string): LevelGroups => {
    const groups = all.get(level)
    if (groups === undefined) throw new Error(`there is no level '${level}'`)
    return groups
  }
  /** Calls for each surface of `set` that has rows here, with where its groups lie among all and among the set's. */
  const pieces = (
    starts: Int32Array,
    set: SurfaceSet,
    visit: (from: number, to: number, at: number, i: number) => void,
  ) => {
    let at = 0
    set.names.forEach((name, i) => {
      const position = surfaces.names.indexOf(name)
      const from = position < 0 ? 0 : starts[position]!
      const to = position < 0 ? 0 : starts[position + 1]!
      visit(from, to, at, i)
      at += to - from
    })
    return at
  }
  const count = (level: string, set: SurfaceSet): number => pieces(groupsOf(level).starts, set, () => {})
  const firstRows = (level: string, set: SurfaceSet): Int32Array => {
    const { first, starts } = groupsOf(level)
    if (set.equals(surfaces)) return first
    const result = new Int32Array(count(level, set))
    pieces(starts, set, (from, to, at) => result.set(first.subarray(from, to), at))
    return result
  }
  return {
    count,
    firstRows,
    index(from, to, set) {
      const coarse = groupsOf(from)
      // What a surface's coarse groups are moved by when other surfaces' are left out.
      const shifts = new Int32Array(set.size)
      pieces(coarse.starts, set, (start, _, at, i) => {
        shifts[i] = start - at
      })
      const { first, starts } = groupsOf(to)
      const result = new Int32Array(count(to, set))
      pieces(starts, set, (start, end, at, i) => {
        for (let group = start; group < end; group++)
          result[at + group - start] = coarse.of[first[group]!]! - shifts[i]!
      })
      return result
    },
    offsets(level, set) {
      const result = new Int32Array(set.size + 1)
      result[set.size] = pieces(groupsOf(level).starts, set, (_from, _to, at, i) => {
        result[i] = at
      })
      return result
    },
    groupRows(level, set) {
      const { of, first, starts } = groupsOf(level)
      const counts = new Float32Array(first.length)
      for (let row = 0; row < of.length; row++) counts[of[row]!]!++
      if (set.equals(surfaces)) return counts
      const result = new Float32Array(count(level, set))
      pieces(starts, set, (from, to, at) => result.set(counts.subarray(from, to), at))
      return result
    },
  }
}

function groupsOfLevel(
  level: string,
  raw: RawColumns,
  { levels, columns, surfaces }: GroupLayout,
  rowStarts: Int32Array,
  known: ReadonlyMap<string, LevelGroups>,
): LevelGroups {
  const { rows } = raw
  const { keys, features } = columns.get(level) ?? { keys: [], features: [] }
  const keyColumns = keys.map((name) => columnOf(raw, name))
  const missing = keyColumns.map((column) => isMissingKey({ column }))
  const above = (levels.declaration(level)?.within ?? []).map((name) => known.get(name)!.of)
  const hashes = rowHashes(rows)
  const of = new Int32Array(rows)
  const first = new Int32Array(rows)
  const starts = new Int32Array(surfaces.size + 1)
  // Open addressing; at least half of it stays empty.
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * rows + 2)))
  const mask = slots.length - 1
  let groups = 0
  surfaces.names.forEach((surface, s) => {
    const from = rowStarts[s]!
    const to = rowStarts[s + 1]!
    starts[s] = groups
    for (const column of keyColumns) hashColumn(hashes, column, from, to)
    for (const feature of features)
      if (feature.surfaces?.has(surface) ?? true) hashColumn(hashes, columnOf(raw, feature.name), from, to)
    for (const coarser of above) hashNumbers(hashes, coarser, from, to)
    slots.fill(-1)
    const same = (a: number, b: number): boolean =>
      hashes.first[a] === hashes.first[b] &&
      hashes.second[a] === hashes.second[b] &&
      above.every((coarser) => coarser[a] === coarser[b]) &&
      keyColumns.every((column) => sameKey(column, a, b))
    for (let row = from; row < to; row++) {
      if (missing.some((isMissing) => isMissing(row))) {
        first[groups] = row
        of[row] = groups++
        continue
      }
      let slot = hashes.first[row]! & mask
      while (slots[slot]! >= 0 && !same(first[slots[slot]!]!, row)) slot = (slot + 1) & mask
      if (slots[slot]! < 0) {
        first[groups] = row
        slots[slot] = groups++
      }
      of[row] = slots[slot]!
    }
  })
  starts[surfaces.size] = groups
  return { of, first: first.subarray(0, groups), starts }
}

function columnOf(raw: RawColumns, name: string): RawColumn {
  const column = raw.columns.get(name)
  if (column === undefined) throw new Error(`column '${name}' was not read`)
  return column
}
