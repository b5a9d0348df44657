import type { Lowering } from '../lowering.ts'
import { rowAxes } from '../operands.ts'

/** 0 keeps the row axis as it is. */
export const reshape: Lowering<'reshape'> = (op, [x], node) =>
  node.result('Reshape', [x!.name, node.graph.int64s([...(rowAxes(x!.type) ? [0] : []), ...op.attributes.shape])])
