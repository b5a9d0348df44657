import type { Lowering } from '../lowering.ts'
import { rowAxes } from '../operands.ts'

/** ArgMax takes the first of equal elements; the maximum itself is not needed again. */
export const firstMax: Lowering<'first_max'> = (op, [x], node) => {
  const axis = op.attributes.axis + rowAxes(x!.type)
  const position = node.step('ArgMax', [x!.name], {
    axis: { int: axis },
    keepdims: { int: 0 },
    select_last_index: { int: 0 },
  })
  const depth = node.graph.int64(x!.type.shape[op.attributes.axis]!)
  return node.result('OneHot', [position, depth, node.graph.floats([0, 1])], { axis: { int: axis } })
}
