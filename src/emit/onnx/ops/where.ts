import type { Lowering } from '../lowering.ts'
import { broadcastable } from '../operands.ts'

export const where: Lowering<'where'> = (op, operands, node) => {
  const [condition, a, b] = broadcastable(operands, op.type, node)
  return node.result('Where', [node.cast(condition!, 'bool'), a!, b!])
}
