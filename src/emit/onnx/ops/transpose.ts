import type { Lowering } from '../lowering.ts'
import { rowAxes } from '../operands.ts'

export const transpose: Lowering<'transpose'> = (op, [x], node) => {
  const offset = rowAxes(x!.type)
  const permutation = [...(offset ? [0] : []), ...op.attributes.permutation.map((axis) => axis + offset)]
  return node.result('Transpose', [x!.name], { perm: { ints: permutation } })
}
