import type { Lowering } from '../lowering.ts'

export const softmax: Lowering<'softmax'> = (_, [x], node) => node.result('Softmax', [x!.name], { axis: { int: -1 } })
