import type { Lowering } from '../lowering.ts'
import { axesFrom, rowAxes } from '../operands.ts'
import { castTo } from '../writer.ts'

export const sequenceMask: Lowering<'sequence_mask'> = (op, [length], node) => {
  const { graph } = node
  const columns = graph.int64s(axesFrom(0, op.attributes.length))
  const lengths = node.step('Unsqueeze', [length!.name, graph.int64s([rowAxes(length!.type)])])
  return node.result('Cast', [node.step('Less', [columns, lengths])], castTo('float32'))
}
