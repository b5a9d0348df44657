import type { Lowering } from '../lowering.ts'
import { rowAxes } from '../operands.ts'
import { addRows } from '../rows/add-rows.ts'
import { demandGroupsOnce } from '../rows/sums.ts'

export const scatter: Lowering<'scatter'> = (op, [index, dy], node, context) => {
  demandGroupsOnce(dy!, context.rows, node)
  const { graph } = node
  const { into } = op.attributes
  const entry = into.kind === 'table' ? op.type.shape : op.type.shape.slice(1)
  const entries = into.kind === 'table' ? context.tableRows(into.table, node) : graph.int64s([into.entries])
  // What has one dimension for the rows keeps the name of its size: where sizes have no names, ONNX Runtime plans a start's
  // buffers by searching all that are free, for each node.
  const flat = rowAxes(index!.type) + index!.type.shape.length === 1
  const at = flat ? index!.name : node.step('Reshape', [index!.name, graph.int64s([-1])])
  const updates = flat ? dy!.name : node.step('Reshape', [dy!.name, graph.int64s([-1, ...entry])])
  return addRows(entries, entry, at, updates, node)
}
