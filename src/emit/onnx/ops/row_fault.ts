import type { Lowering } from '../lowering.ts'

/** All inputs of the model with the batch's axis are compared, keys too: ONNX Runtime does not hold them to one size. */
export const rowFault: Lowering<'row_fault'> = (_, __, node, { ports }) => {
  const { graph } = node
  const counts = ports.perRow.map((name) => node.step('Shape', [name], { start: { int: 0 }, end: { int: 1 } }))
  if (counts.length === 0) return node.result('Identity', [graph.float(0)])
  const all = node.step('Concat', counts, { axis: { int: 0 } })
  const [most, least] = ['ReduceMax', 'ReduceMin'].map((reduce) => node.step(reduce, [all], { keepdims: { int: 0 } }))
  return node.result('Where', [node.step('Equal', [most!, least!]), graph.float(0), graph.float(Number.NaN)])
}
