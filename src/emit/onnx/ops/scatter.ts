import type { Lowering } from '../lowering.ts'
import { addRows } from '../rows/add-rows.ts'
import { demandGroupsOnce } from '../rows/sums.ts'

export const scatter: Lowering<'scatter'> = (op, [index, dy], node, context) => {
  demandGroupsOnce(dy!, context.rows, node)
  const { graph } = node
  const { into } = op.attributes
  const entry = into.kind === 'table' ? op.type.shape : op.type.shape.slice(1)
  const entries = into.kind === 'table' ? context.tableRows(into.table, node) : graph.int64s([into.entries])
  const at = node.step('Reshape', [index!.name, graph.int64s([-1])])
  const updates = node.step('Reshape', [dy!.name, graph.int64s([-1, ...entry])])
  return addRows(entries, entry, at, updates, node)
}
