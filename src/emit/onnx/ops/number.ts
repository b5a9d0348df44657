import type { Lowering } from '../lowering.ts'
import { isMissing } from '../missing.ts'

/** Without a default, a missing number stays NaN and so does the row's score. */
export const number: Lowering<'number'> = (op, [x], node) => {
  const value = x!.type.dtype === 'float32' ? x!.name : node.cast(x!.name, 'float32')
  const instead = node.graph.float(op.attributes.default ?? Number.NaN)
  return node.result('Where', [isMissing(x!, op.attributes.sentinel, node), instead, value])
}
