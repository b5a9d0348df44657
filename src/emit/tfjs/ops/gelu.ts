import type { Lowering } from '../lowering.ts'

export const gelu: Lowering<'gelu'> = (_, context) => context.call('gelu', context.tensor(0))
