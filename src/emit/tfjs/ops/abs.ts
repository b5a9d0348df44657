import type { Lowering } from '../lowering.ts'

export const abs: Lowering<'abs'> = (_, context) => context.call('abs', context.tensor(0))
