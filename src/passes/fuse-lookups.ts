import { algebra } from '../graph/algebra.ts'
import type { RootBuilder } from '../graph/builder.ts'
import { createBuilder } from '../graph/create-builder.ts'
import type { Graph, Op, OpOf } from '../graph/graph.ts'
import type { Port, RowsOfFeature } from '../graph/ports.ts'
import { opsByResult, resultsOf, typesOf } from '../graph/results.ts'
import { stackNamed } from '../graph/stacks.ts'
import { type Rows, showRows, sizeOf } from '../graph/types.ts'
import type { Pass } from './pass.ts'
import { retyped } from './rewrite.ts'

/**
 * One gather for each table and level: lookups of one table on one set of rows become one, over their indices side by side, and
 * each reads its piece. A runtime then walks the table once, and the gradient is one concat and one scatter. Where the host has
 * encoded the indices, they come in as one matrix; where the graph encodes raw ids or words, it encodes them side by side at once, so
 * that a graph grows with its tables rather than its features. Scores: equal bit for bit.
 *
 *     lookup(t, a [2]), lookup(t, b [])  ->  split(lookup(t, concat(a, b)) [3, dim]) into [2, dim] and [1, dim]
 */
export const fuseLookups: Pass = {
  name: 'fuse-lookups',
  requires: [],
  ensures: [],
  run: (graph) => {
    const groups = groupedLookups(graph)
    return groups.size === 0 ? graph : fused(graph, groups)
  },
}

type Group = readonly OpOf<'lookup'>[]

/** Lookups that become one, by each one's name. */
function groupedLookups(graph: Graph): ReadonlyMap<string, Group> {
  const types = typesOf(graph.ops)
  const groups = new Map<string, OpOf<'lookup'>[]>()
  for (const op of graph.ops) {
    if (op.kind !== 'lookup') continue
    const [table] = op.inputs
    if (types.get(table!)?.rows.kind !== 'table') continue
    const key = `${table}${showRows(op.type.rows)}`
    const group = groups.get(key)
    if (group) group.push(op)
    else groups.set(key, [op])
  }
  return new Map(
    [...groups.values()].filter((group) => group.length > 1).flatMap((group) => group.map((op) => [op.id, group])),
  )
}

/** One walk: at the first lookup of a group all its indices are built, which depend on no lookup, and the group's one lookup. */
function fused(graph: Graph, groups: ReadonlyMap<string, Group>): Graph {
  const builder = createBuilder(graph)
  const owners = opsByResult(graph.ops)
  const now = new Map<string, string>()
  const build = (value: string): void => {
    const op = owners.get(value)!
    if (now.has(value)) return
    const group = groups.get(op.id)
    if (group === undefined) {
      for (const input of op.inputs) build(input)
      const kept = retyped({ ...op, inputs: op.inputs.map((input) => now.get(input)!) }, builder.typeOf)
      builder.keep(kept)
      for (const { name } of resultsOf(kept)) now.set(name, name)
      return
    }
    build(group[0]!.inputs[0]!)
    const members = hostRowsFirst(group, owners)
    for (const { index, encoded, raw } of members) if (encoded === undefined) build(raw ?? index)
    for (const [id, piece] of oneLookup(members, group, now, builder, graph.stacks)) now.set(id, piece)
  }
  for (const op of graph.ops) build(op.id)
  return builder.finish({
    ...graph,
    outputs: graph.outputs.map((output) => ({ ...output, value: now.get(output.value)! })),
  })
}

interface Member {
  readonly op: OpOf<'lookup'>
  readonly index: string
  /** Of an index that the host has encoded: what it brings. */
  readonly encoded: readonly RowsOfFeature[] | undefined
  /** Of an index that the graph encodes: the raw value. */
  readonly raw: string | undefined
}

function hostRowsFirst(group: Group, owners: ReadonlyMap<string, Op>): readonly Member[] {
  const members = group.map((op): Member => {
    const index = op.inputs[1]!
    const owner = owners.get(index)!
    const encoded = owner.kind === 'input' ? rowsBrought(owner.attributes.port, sizeOf(owner.type.shape)) : undefined
    return { op, index, encoded, raw: owner.kind === 'table_row' ? owner.inputs[0] : undefined }
  })
  const encoded = members.filter((member) => member.encoded !== undefined)
  const raw = members.filter((member) => member.raw !== undefined)
  const computed = members.filter((member) => member.encoded === undefined && member.raw === undefined)
  const together = new Set([encoded, raw].flatMap((of) => (of.length > 1 ? of : [])))
  // An index alone keeps its own input, and its own encoding: it comes behind those that are one, as what is computed does.
  const alone = [...encoded, ...raw, ...computed].filter((member) => !together.has(member))
  return [...together, ...alone.map((member): Member => ({ ...member, encoded: undefined, raw: undefined }))]
}

/** The features whose rows of a table a port brings. */
function rowsBrought(port: Port, size: number): readonly RowsOfFeature[] | undefined {
  if (port.kind === 'encoded_rows') return port.features
  if (port.kind !== 'encoded' || port.as.kind !== 'row') return undefined
  return [{ feature: port.feature, table: port.as.table, size }]
}

/** The group's lookup, and what stands in each member's place. */
function oneLookup(
  members: readonly Member[],
  [first]: Group,
  now: ReadonlyMap<string, string>,
  builder: RootBuilder,
  stacks: Graph['stacks'],
): readonly (readonly [id: string, piece: string])[] {
  const table = now.get(first!.inputs[0]!)!
  const { rows } = first!.type
  const g = algebra(builder.scope(`fused.${table}${showRows(rows).replaceAll(' ', '.')}`))
  const entry = g.shapeOf(table)
  const sizes = members.map(({ op }) => sizeOf(op.type.shape) / sizeOf(entry))
  const encoded = members.flatMap((member) => member.encoded ?? [])
  const flat = (value: string, i: number): string => g.reshape(now.get(value)!, [sizes[i]!])
  const raw = members.flatMap((member, i) => (member.raw === undefined ? [] : [flat(member.raw, i)]))
  const parts = members.flatMap((member, i) =>
    member.encoded !== undefined || member.raw !== undefined ? [] : [flat(member.index, i)],
  )
  const name = tableOf(g.typeOf(table).rows)
  if (raw.length > 0) parts.unshift(g.builder.add('table_row', [g.concat(raw, 0)], { table: name }))
  if (encoded.length > 0) {
    const width = encoded.reduce((sum, { size }) => sum + size, 0)
    const port = { kind: 'encoded_rows', stack: stackNamed(stacks, name), features: encoded } as const
    parts.unshift(g.input(port, { dtype: 'int32', shape: [width], rows }))
  }
  const pieces = g.split(g.lookup(table, g.concat(parts, 0)), 0, sizes)
  return members.map(({ op }, i) => [op.id, g.reshape(pieces[i]!, op.type.shape)])
}

function tableOf(rows: Rows): string {
  if (rows.kind !== 'table') throw new Error('fuse-lookups: a group reads the rows of a table')
  return rows.table
}
