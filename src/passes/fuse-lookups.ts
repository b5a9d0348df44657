import { algebra } from '../graph/algebra.ts'
import { createBuilder } from '../graph/create-builder.ts'
import type { Graph, Op, OpOf } from '../graph/graph.ts'
import { showRows, sizeOf, type ValueType } from '../graph/types.ts'
import type { Pass } from './pass.ts'
import { retyped } from './rewrite.ts'

/**
 * One gather for each table and level: lookups of one table on one set of rows become one, over their indices side by side, and
 * each reads its slice. A runtime then walks the table once, and its gradient is one scatter. Scores: equal bit for bit.
 *
 *     lookup(t, a [2]), lookup(t, b [])  ->  all = lookup(t, concat(a, b)) [3, dim];  all[0..2], all[2..3]
 */
export const fuseLookups: Pass = {
  name: 'fuse-lookups',
  requires: [],
  ensures: [],
  run: (graph) => {
    const types = new Map(graph.ops.map((op) => [op.id, op.type]))
    const groups = [...groupedLookups(graph, types).values()].filter((group) => group.length > 1)
    return groups.reduce(fused, graph)
  },
}

function groupedLookups(graph: Graph, types: ReadonlyMap<string, ValueType>): Map<string, OpOf<'lookup'>[]> {
  const groups = new Map<string, OpOf<'lookup'>[]>()
  for (const op of graph.ops) {
    if (op.kind !== 'lookup') continue
    const [table] = op.inputs
    if (types.get(table!)?.rows.kind !== 'table') continue
    const key = `${table}${showRows(op.type.rows)}`
    groups.set(key, [...(groups.get(key) ?? []), op])
  }
  return groups
}

/** The graph with these lookups fused. Their indices depend on no lookup, so all that they need can be built first. */
function fused(graph: Graph, group: readonly OpOf<'lookup'>[]): Graph {
  const builder = createBuilder(graph)
  const members = new Map(group.map((op) => [op.id, op]))
  const before = ancestors(graph, group.map((op) => op.inputs[1]!).concat(group[0]!.inputs[0]!))
  for (const op of graph.ops) if (before.has(op.id)) builder.keep(op)

  const table = group[0]!.inputs[0]!
  const g = algebra(builder.scope(`fused.${table}${showRows(group[0]!.type.rows).replaceAll(' ', '.')}`))
  const flat = group.map((op) => g.reshape(op.inputs[1]!, [sizeOf(g.shapeOf(op.inputs[1]!))]))
  const all = g.lookup(table, g.concat(flat, 0))
  const now = new Map<string, string>()
  let start = 0
  for (const [i, op] of group.entries()) {
    const end = start + g.shapeOf(flat[i]!)[0]!
    now.set(op.id, g.reshape(g.slice(all, 0, start, end), op.type.shape))
    start = end
  }
  for (const op of graph.ops) {
    if (before.has(op.id) || members.has(op.id)) continue
    const moved: Op = { ...op, inputs: op.inputs.map((input) => now.get(input) ?? input) }
    builder.keep(retyped(moved, builder.typeOf))
  }
  return builder.finish({
    ...graph,
    outputs: graph.outputs.map((output) => ({ ...output, value: now.get(output.value) ?? output.value })),
  })
}

function ancestors(graph: Graph, values: readonly string[]): ReadonlySet<string> {
  const found = new Set(values)
  for (const op of graph.ops.toReversed()) if (found.has(op.id)) for (const input of op.inputs) found.add(input)
  return found
}
