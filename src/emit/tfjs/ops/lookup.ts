import type { Lowering } from '../lowering.ts'

export const lookup: Lowering<'lookup'> = (_, context) =>
  context.call('gatherRows', context.tensor(0), context.tensor(1))
