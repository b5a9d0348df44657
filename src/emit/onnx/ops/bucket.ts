import { missingInteger } from '../../../graph/vocabulary.ts'
import type { Lowering } from '../lowering.ts'
import { isMissing } from '../missing.ts'
import { rowAxes } from '../operands.ts'

/** Edges lie along one more axis, over which the comparisons are counted. */
export const bucket: Lowering<'bucket'> = ({ attributes: { edges } }, [x], node) => {
  const { graph } = node
  const axis = graph.int64s([rowAxes(x!.type) + x!.type.shape.length])
  const each = node.step('Unsqueeze', [x!.name, axis])
  const bounds = x!.type.dtype === 'int64' ? graph.int64s(edges) : graph.floats(edges.map(Math.fround))
  const reached = node.cast(node.step('GreaterOrEqual', [each, bounds]), 'int64')
  const count = node.step('ReduceSum', [reached, axis], { keepdims: { int: 0 } })
  return node.result('Where', [isMissing(x!, undefined, node), graph.int64(missingInteger), count])
}
