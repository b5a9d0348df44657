import type { Graph, Op } from '../graph/graph.ts'
import { differentiableInputs } from '../graph/op-traits.ts'
import type { Port } from '../graph/ports.ts'
import { opsByResult } from '../graph/results.ts'
import type { TableStack } from '../graph/stacks.ts'
import { sizeOf, tableRows } from '../graph/types.ts'
import type { Pass } from './pass.ts'
import { rewrite } from './rewrite.ts'

/**
 * One matrix for the tables of one width, where the host encodes the rows: with `fuse-lookups` behind it, a step gathers, scatters
 * and updates once for each width and level, however many tables there are. (What libraries of embeddings call table-batched or
 * grouped lookups: Mudigere et al. 2022, arXiv 2104.05158, section 4.1.) Values: equal bit for bit, since each row is read and
 * moved by itself. A serving graph keeps its tables apart, each a weight by itself; so does training one that no gradient reaches
 * (`stop_gradient`), which must not decay with the others.
 *
 *     lookup(a [8 wide], i), lookup(b [8 wide], j)  ->  lookup(a over b, i), lookup(a over b, rows of a + j)
 */
export const stackTables: Pass = {
  name: 'stack-tables',
  requires: ['encoded'],
  ensures: [],
  run: (graph) => {
    const stacks = stacksOf(graph)
    const stackOf = new Map(stacks.flatMap((stack) => stack.tables.map((table) => [table, stack])))
    return rewrite(
      graph,
      (op, g) => {
        if (op.kind !== 'input') return undefined
        const { port } = op.attributes
        if (port.kind === 'table') {
          const stack = stackOf.get(port.table)
          return stack && g.input({ kind: 'table', table: stack.name }, { ...op.type, rows: tableRows(stack.name) })
        }
        if (port.kind !== 'encoded' || port.as.kind !== 'row') return undefined
        const { table } = port.as
        const stack = stackOf.get(table)
        const features = [{ feature: port.feature, table, size: sizeOf(op.type.shape) }]
        return stack && g.input({ kind: 'encoded_rows', stack, features }, op.type)
      },
      { stacks },
    )
  },
}

/** Tables of one width, by name; of each width that several have. */
function stacksOf(graph: Graph): readonly TableStack[] {
  const read = tablesOfEncodedRows(graph)
  const widths = new Map<number, string[]>()
  for (const { name, dim } of graph.tables) {
    if (!read.has(name)) continue
    const known = widths.get(dim)
    if (known) known.push(name)
    else widths.set(dim, [name])
  }
  // A slash is in no table's name.
  return [...widths].flatMap(([dim, tables]) => (tables.length > 1 ? [{ name: `dim/${dim}`, tables }] : []))
}

/** Trained tables that are only looked up, at rows that the host has encoded for them and nothing else reads. */
function tablesOfEncodedRows(graph: Graph): ReadonlySet<string> {
  const owners = opsByResult(graph.ops)
  const differentiated = valuesWithGradient(graph, owners)
  const tables = new Set<string>()
  const trained = new Set<string>()
  const others = new Set<string>()
  for (const op of graph.ops) {
    const ports = op.inputs.map((input) => inputPort(owners.get(input)))
    const [table, index] = ports
    const isLookup =
      op.kind === 'lookup' &&
      table?.kind === 'table' &&
      index?.kind === 'encoded' &&
      index.as.kind === 'row' &&
      index.as.table === table.table
    for (const port of ports) {
      const name = port?.kind === 'table' ? port.table : port?.kind === 'encoded' ? rowsOf(port) : undefined
      if (name !== undefined) (isLookup ? tables : others).add(name)
      if (name !== undefined && differentiated.has(op.id)) trained.add(name)
    }
  }
  return new Set([...tables].filter((name) => trained.has(name) && !others.has(name)))
}

/** What a gradient flows back to from the outputs. */
function valuesWithGradient(graph: Graph, owners: ReadonlyMap<string, Op>): ReadonlySet<string> {
  const values = new Set<string>()
  const pending = graph.outputs.map(({ value }) => value)
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (values.has(value)) continue
    values.add(value)
    const owner = owners.get(value)
    if (owner !== undefined) pending.push(...differentiableInputs(owner))
  }
  return values
}

const inputPort = (op: Op | undefined): Port | undefined => (op?.kind === 'input' ? op.attributes.port : undefined)

const rowsOf = ({ as }: Extract<Port, { kind: 'encoded' }>): string | undefined =>
  as.kind === 'row' ? as.table : undefined
