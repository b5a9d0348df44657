import type { Lowering } from '../lowering.ts'
import { rowAxes } from '../operands.ts'

export const max: Lowering<'max'> = (op, [x], node) =>
  node.result('ReduceMax', [x!.name, node.graph.int64s([op.attributes.axis + rowAxes(x!.type)])], {
    keepdims: { int: 0 },
  })
