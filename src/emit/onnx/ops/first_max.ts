import type { Lowering } from '../lowering.ts'
import { rowAxes } from '../operands.ts'

/** ArgMax takes the first of equal elements; the maximum itself is not needed again. */
export const firstMax: Lowering<'first_max'> = (op, [x], node) => {
  const { graph } = node
  const axis = op.attributes.axis + rowAxes(x!.type)
  // OneHot takes no scalar: the position in a vector without rows stays a vector of one.
  const isAlone = rowAxes(x!.type) === 0 && x!.type.shape.length === 1
  const position = node.step('ArgMax', [x!.name], {
    axis: { int: axis },
    keepdims: { int: isAlone ? 1 : 0 },
    select_last_index: { int: 0 },
  })
  const depth = graph.int64(x!.type.shape[op.attributes.axis]!)
  const values = graph.floats([0, 1])
  if (!isAlone) return node.result('OneHot', [position, depth, values], { axis: { int: axis } })
  return node.result('Squeeze', [node.step('OneHot', [position, depth, values]), graph.int64s([0])])
}
