import { keysOf } from '../emit/onnx/rows/dedup.ts'
import type { Graph } from '../graph/graph.ts'
import { isMissingInteger, type RawColumn } from '../rows/raw.ts'
import { pickRows, type RawRows } from './serving-feeds.ts'

/**
 * The rows that keep the key contract: rows that agree on the keys of a level agree on its features. A serving graph takes a group's
 * first row for all of them, so only such rows have one right score.
 */
export function rowsThatKeepContract(
  graph: Graph,
  grouped: readonly string[],
  sentinels: ReadonlyMap<string, number | string>,
  rows: RawRows,
): RawRows {
  const features = featuresByLevel(graph)
  const levels = grouped.map((level) => ({
    keys: keysOf(graph.levels, level),
    features: features.get(level) ?? [],
    first: new Map<string, string>(),
  }))
  const value = (name: string, row: number): string => {
    const column = rows.raw.columns.get(name)
    return column === undefined ? '' : cellText(column, row)
  }
  const kept = [...rows.rows.keys()].filter((position) => {
    const row = rows.rows[position]!
    const groups = levels.flatMap(({ keys, features, first }) => {
      const key = keys.map((name) => (value(name, row) === String(sentinels.get(name)) ? missing : value(name, row)))
      if (key.includes(missing)) return []
      const carried = JSON.stringify(features.map((name) => value(name, row)))
      return [{ first, key: JSON.stringify(key), carried }]
    })
    const keeps = groups.every(({ first, key, carried }) => (first.get(key) ?? carried) === carried)
    if (keeps) for (const { first, key, carried } of groups) first.set(key, carried)
    return keeps
  })
  return pickRows(rows, kept)
}

/** Names of the features that a graph reads, by their level. */
function featuresByLevel(graph: Graph): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const op of graph.ops) {
    if (op.kind !== 'input' || op.type.rows.kind !== 'level') continue
    const { port } = op.attributes
    if (port.kind !== 'feature' || port.part !== 'value') continue
    const { level } = op.type.rows
    found.set(level, [...(found.get(level) ?? []), port.feature])
  }
  return found
}

const missing = ''

/** A value as text, equal for equal values; '' for a missing key. */
function cellText(column: RawColumn, row: number): string {
  switch (column.kind) {
    case 'float':
      return column.values.subarray(row * column.size, (row + 1) * column.size).join(' ')
    case 'int64':
      return isMissingInteger(column.lanes, row) ? missing : String(column.values[row])
    case 'string':
      return column.values[row] ?? missing
    case 'list': {
      const length = column.lengths[row] ?? -1
      const start = column.starts[row] ?? 0
      return `${length}:${JSON.stringify(Array.from(column.values.slice(start, start + Math.max(0, length)), String))}`
    }
  }
}
