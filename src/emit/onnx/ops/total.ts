import type { Lowering } from '../lowering.ts'
import { demandGroupsOnce } from '../rows/sums.ts'

export const total: Lowering<'total'> = (_, [x], node, { rows }) => {
  demandGroupsOnce(x!, rows, node)
  return node.result('ReduceSum', [x!.name, node.graph.int64s([0])], { keepdims: { int: 0 } })
}
