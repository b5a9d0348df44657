import type { Lowering } from '../lowering.ts'

export const parallelFault: Lowering<'parallel_fault'> = (op, lengths, node) => {
  const { graph } = node
  const kept = lengths.map(({ name }) =>
    node.step('Max', [node.step('Min', [name, graph.int64(BigInt(op.attributes.kept))]), graph.int64(0n)]),
  )
  const equal = node.step('Equal', [node.step('Max', kept), node.step('Min', kept)])
  return node.result('Where', [equal, graph.float(0), graph.float(Number.NaN)])
}
