import type { Lowering } from '../lowering.ts'

export const lookup: Lowering<'lookup'> = (_, [entries, index], node) =>
  node.result('Gather', [entries!.name, index!.name], { axis: { int: 0 } })
