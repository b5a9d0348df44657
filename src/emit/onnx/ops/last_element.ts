import { missingInteger } from '../../../graph/vocabulary.ts'
import type { Lowering } from '../lowering.ts'

/** The list lies in L columns, oldest first, its newest elements kept (lists.ts). */
export const lastElement: Lowering<'last_element'> = (_, [list, length], node) => {
  const { graph } = node
  const kept = graph.int64(list!.type.shape[0]!)
  const isFull = node.step('Less', [kept, length!.name])
  const isEmpty = node.step('Less', [length!.name, graph.int64(1)])
  const steps = node.step('Where', [isFull, kept, node.step('Where', [isEmpty, graph.int64(1), length!.name])])
  const axis = graph.int64s([1])
  const at = node.step('Unsqueeze', [node.step('Sub', [steps, graph.int64(1)]), axis])
  const newest = node.step('Squeeze', [node.step('GatherElements', [list!.name, at], { axis: { int: 1 } }), axis])
  return node.result('Where', [isEmpty, graph.int64(missingInteger), newest])
}
