import type { Lowering } from '../lowering.ts'

export const join: Lowering<'join'> = (op, operands, node, { rows }) =>
  rows.join(operands, op.attributes.parts, op.type, node)
