import type { Lowering } from '../lowering.ts'
import { repeatedLike, rowAxes } from '../operands.ts'

/** ONNX's Concat does not broadcast. */
export const concat: Lowering<'concat'> = (op, operands, node) => {
  const rowed = operands.find((each) => rowAxes(each.type) === 1)
  const values = operands.map((each) =>
    rowed && rowAxes(each.type) === 0 ? repeatedLike(each, rowed, node).name : each.name,
  )
  return node.result('Concat', values, { axis: { int: op.attributes.axis + rowAxes(op.type) } })
}
