import type { Lowering } from '../lowering.ts'

export const maximum: Lowering<'maximum'> = (_, context) =>
  context.call('larger', context.aligned(0), context.aligned(1))
