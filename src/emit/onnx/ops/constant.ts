import { filled } from '../constants.ts'
import type { Lowering } from '../lowering.ts'

/** Small ones lie in the model, so that it can be read and shapes inferred; large ones beside it. */
const inlineBytes = 1024

export const constant: Lowering<'constant'> = (op, _, node) => {
  const bytes = filled(op.attributes.data, op.type)
  return node.graph.weight(op.id, op.type.dtype, op.type.shape, bytes, bytes.length > inlineBytes)
}
