import { compareText } from '../../../diagnostics/text-order.ts'
import type { Graph } from '../../../graph/graph.ts'
import { portName } from '../../../graph/ports.ts'
import type { OpWriter } from '../writer.ts'

/**
 * int64 [1]: the number of rows of the batch in a graph of one surface, taken from an input that has an entry for each row: the first
 * by name of the graph's own and of `keys`.
 */
export function batchCount(graph: Graph, keys: readonly string[]): (node: OpWriter) => string {
  const own = graph.ops.flatMap((op) =>
    op.kind === 'input' && op.type.rows.kind === 'level' ? [portName(op.attributes.port)] : [],
  )
  const [input] = [...own, ...keys].sort(compareText)
  return (node) => {
    if (input === undefined) throw new Error(`'${node.path}' needs the number of rows, but no input has them`)
    return node.step('Shape', [input], { start: { int: 0 }, end: { int: 1 } })
  }
}
