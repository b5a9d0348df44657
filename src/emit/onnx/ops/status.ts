import type { Lowering } from '../lowering.ts'

/** From the last reason to the first, so that the first stands. */
export const status: Lowering<'status'> = (op, operands, node) => {
  const { graph } = node
  return operands.reduceRight((later, operand, i) => {
    const inputs = [node.step('IsNaN', [operand.name]), graph.int64(op.attributes.reasons[i]!), later]
    return i === 0 ? node.result('Where', inputs) : node.step('Where', inputs)
  }, graph.int64(0))
}
