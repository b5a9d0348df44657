import type { Lowering } from '../lowering.ts'
import { rowAxes } from '../operands.ts'

export const slice: Lowering<'slice'> = (op, [x], node) => {
  const { axis, start, end } = op.attributes
  const one = (value: number): string => node.graph.int64s([value])
  return node.result('Slice', [x!.name, one(start), one(end), one(axis + rowAxes(x!.type))])
}
