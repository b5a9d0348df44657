import { referenceTensor } from '../../src/graph/evaluate-graph.ts'
import type { Graph } from '../../src/graph/graph.ts'
import { encodedFeatures, type Port, portName } from '../../src/graph/ports.ts'
import type { ReferenceTensor, RowEnvironment } from '../../src/graph/reference.ts'
import { stackNamed } from '../../src/graph/stacks.ts'
import { sizeOf } from '../../src/graph/types.ts'

/**
 * Feeds by feature and table, and what a graph reads that stands for several of them, as the host would fill it: matrices of rows,
 * and the tables of a stack one below another.
 */
export function stackedFeeds(
  graph: Graph,
  feeds: ReadonlyMap<string, ReferenceTensor>,
): ReadonlyMap<string, ReferenceTensor> {
  const all = new Map(feeds)
  const tableNamed = (table: string): ReferenceTensor => feeds.get(portName({ kind: 'table', table }))!
  for (const op of graph.ops) {
    if (op.kind !== 'input') continue
    const { port } = op.attributes
    if (port.kind === 'encoded_rows') {
      const parts = encodedFeatures(port).map((encoded) => feeds.get(portName({ kind: 'encoded', ...encoded }))!)
      const { rows, type } = parts[0]!
      const data = Array.from({ length: rows }, (_, row) =>
        parts.flatMap((part, i) => {
          const size = sizeOf(part.type.shape)
          const before = firstRow(port, i, tableNamed)
          return [...part.data.slice(row * size, (row + 1) * size)].map((position) => before + position)
        }),
      )
      all.set(portName(port), referenceTensor({ ...op.type, rows: type.rows }, data.flat()))
    } else if (port.kind === 'table' && !feeds.has(portName(port))) {
      const parts = stackNamed(graph.stacks, port.table).tables.map(tableNamed)
      const data = parts.flatMap((part) => [...part.data])
      const rows = parts.reduce((sum, part) => sum + part.rows, 0)
      all.set(portName(port), { type: op.type, rows, data: Float64Array.from(data) })
    }
  }
  return all
}

/** How many rows of the stack lie before the table of the port's i-th feature. */
function firstRow(
  { stack, features }: Extract<Port, { kind: 'encoded_rows' }>,
  i: number,
  tableNamed: (table: string) => ReferenceTensor,
): number {
  const before = stack.tables.slice(0, stack.tables.indexOf(features[i]!.table))
  return before.reduce((sum, table) => sum + tableNamed(table).rows, 0)
}

/** The rows of tables and of a graph's stacks. */
export const stackedRows = (graph: Graph, rows: RowEnvironment): RowEnvironment => ({
  ...rows,
  tableRows: (name) => stackNamed(graph.stacks, name).tables.reduce((sum, table) => sum + rows.tableRows(table), 0),
})
