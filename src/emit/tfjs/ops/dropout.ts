import type { Lowering } from '../lowering.ts'

/** The mask has the type of x, or (left out of the batch) is no dropout. */
export const dropout: Lowering<'dropout'> = (_, context) =>
  context.call('dropout', context.tensor(0), context.tensor(1))
