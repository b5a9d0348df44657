import type { Lowering } from '../lowering.ts'

export const stopGradient: Lowering<'stop_gradient'> = (_, [x]) => x!.name
