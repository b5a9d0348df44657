import { missingInteger } from '../../../graph/vocabulary.ts'
import type { Lowering } from '../lowering.ts'
import { isMissing } from '../missing.ts'

/** What lies behind a list's end is missing (lists.ts), and so is equal to no id that is there. */
export const countEqual: Lowering<'count_equal'> = (_, [list, length, id], node) => {
  const { graph } = node
  const axis = graph.int64s([1])
  const equal = node.step('Equal', [list!.name, node.step('Unsqueeze', [id!.name, axis])])
  const count = node.step('ReduceSum', [node.cast(equal, 'int64'), axis], { keepdims: { int: 0 } })
  const isNoList = node.step('Less', [length!.name, graph.int64(0)])
  const missing = node.step('Or', [isNoList, isMissing(id!, undefined, node)])
  return node.result('Where', [missing, graph.int64(missingInteger), count])
}
