import type { Lowering } from '../lowering.ts'
import { rowAxes, withRank } from '../operands.ts'

export const broadcast: Lowering<'broadcast'> = (op, [x], node) => {
  const { shape } = op.attributes
  const value = withRank(x!, shape.length, node)
  // Expand broadcasts both ways: a 1 keeps the rows.
  return node.result('Expand', [value, node.graph.int64s([...(rowAxes(x!.type) ? [1] : []), ...shape])])
}
