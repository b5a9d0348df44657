import type { Lowering } from '../lowering.ts'

export const where: Lowering<'where'> = (_, context) =>
  context.call('select', context.aligned(0), context.aligned(1), context.aligned(2))
