import type { LevelOrder } from './levels.ts'
import type { RowEnvironment } from './reference.ts'
import type { SurfaceSet } from './surfaces.ts'

/** One row of a batch: its surface, and for each level above the row level which group it is in, by any key. */
export interface BatchRow {
  readonly surface: string
  readonly groups: Readonly<Record<string, number | string>>
}

interface Group {
  readonly surface: string
  /** The first batch row of the group. */
  readonly first: number
}

/**
 * The row structure of a small batch, plainly: for tests, and for comparing engines with the reference. Groups never cross
 * surfaces; they are ordered by surface name, then by first occurrence. At the row level each row is its own group.
 */
export function rowEnvironment(
  levels: LevelOrder,
  batch: readonly BatchRow[],
  tableHeights: ReadonlyMap<string, number> = new Map(),
): RowEnvironment {
  const keyAt = (row: number, level: string): string =>
    level === levels.row ? `${row}` : `${batch[row]!.surface} ${batch[row]!.groups[level] ?? `row ${row}`}`
  const groups = (level: string, surfaces: SurfaceSet): readonly Group[] => {
    const known = new Map<string, Group>()
    for (const [first, { surface }] of batch.entries())
      if (surfaces.has(surface) && !known.has(keyAt(first, level))) known.set(keyAt(first, level), { surface, first })
    const at = (surface: string) => surfaces.names.indexOf(surface)
    return [...known.values()].sort((a, b) => at(a.surface) - at(b.surface) || a.first - b.first)
  }
  return {
    count: (level, surfaces) => groups(level, surfaces).length,
    index: (from, to, surfaces) => {
      const position = new Map(groups(from, surfaces).map(({ first }, i) => [keyAt(first, from), i]))
      return Int32Array.from(groups(to, surfaces), ({ first }) => position.get(keyAt(first, from))!)
    },
    offsets: (level, surfaces) => {
      const all = groups(level, surfaces)
      return Int32Array.from({ length: surfaces.size + 1 }, (_, i) => {
        const before = surfaces.names.slice(0, i)
        return all.filter(({ surface }) => before.includes(surface)).length
      })
    },
    tableRows: (table) => {
      const height = tableHeights.get(table)
      if (height === undefined) throw new Error(`table '${table}' has no height`)
      return height
    },
  }
}
