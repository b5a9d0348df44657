import type { Lowering } from '../lowering.ts'

export const restrict: Lowering<'restrict'> = (op, [x], node, { rows }) => rows.restrict(x!, op.type, node)
