import type { Lowering } from '../lowering.ts'
import { rowAxes } from '../operands.ts'

export const split: Lowering<'split'> = (op, [x], node) => {
  const { axis, sizes } = op.attributes
  return node.results('Split', [x!.name, node.graph.int64s(sizes)], sizes.length, {
    axis: { int: axis + rowAxes(x!.type) },
  })
}
