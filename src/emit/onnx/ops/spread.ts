import type { Lowering } from '../lowering.ts'

export const spread: Lowering<'spread'> = (op, [x], node, { rows }) => rows.spread(x!, op.type, node)
