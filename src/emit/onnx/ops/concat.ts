import { type Lowering, type Operand, rowAxes } from '../lowering.ts'
import type { OpWriter } from '../writer.ts'

export const concat: Lowering<'concat'> = (op, operands, node) => {
  const rowed = operands.find((each) => rowAxes(each.type) === 1)
  const values = operands.map((each) => (rowed && rowAxes(each.type) === 0 ? repeatLike(each, rowed, node) : each.name))
  return node.result('Concat', values, { axis: { int: op.attributes.axis + rowAxes(op.type) } })
}

/** ONNX's Concat does not broadcast: a row-free operand is repeated for each row of another. */
function repeatLike(operand: Operand, rowed: Operand, node: OpWriter): string {
  const rows = node.step('Shape', [rowed.name], { start: { int: 0 }, end: { int: 1 } })
  const ones = node.graph.int64s(operand.type.shape.map(() => 1))
  return node.step('Expand', [operand.name, node.step('Concat', [rows, ones], { axis: { int: 0 } })])
}
