import type { Lowering } from '../lowering.ts'

export const stop_gradient: Lowering<'stop_gradient'> = (_, context) => context.call('stopGradient', context.tensor(0))
