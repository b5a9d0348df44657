import { keysOf } from '../emit/onnx/rows/dedup.ts'
import { cellText, keyText } from '../features/keys.ts'
import type { RawColumn } from '../features/raw.ts'
import type { Graph } from '../graph/graph.ts'
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
  const columns = (names: readonly string[]): readonly (readonly [string, RawColumn])[] =>
    names.flatMap((name) => {
      const column = rows.raw.columns.get(name)
      return column === undefined ? [] : [[name, column] as const]
    })
  const levels = grouped.map((level) => ({
    keyOf: keyText(
      columns(keysOf(graph.levels, level)).map(([name, column]) => ({ column, sentinel: sentinels.get(name) })),
    ),
    features: columns(features.get(level) ?? []).map(([, column]) => column),
    first: new Map<string, string>(),
  }))
  const kept = [...rows.rows.keys()].filter((position) => {
    const row = rows.rows[position]!
    const groups = levels.flatMap(({ keyOf, features, first }) => {
      const key = keyOf(row)
      const carried = JSON.stringify(features.map((column) => cellText(column, row)))
      return key === undefined ? [] : [{ first, key, carried }]
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
