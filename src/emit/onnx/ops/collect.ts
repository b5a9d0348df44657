import type { Lowering } from '../lowering.ts'

export const collect: Lowering<'collect'> = (op, [x], node, { rows }) => rows.collect(x!, op.type, node)
