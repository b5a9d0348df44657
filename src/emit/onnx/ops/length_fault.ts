import type { Lowering } from '../lowering.ts'

/** Compared with the list as it comes in, before it is cut to what is kept. */
export const lengthFault: Lowering<'length_fault'> = (op, [length], node, { ports }) => {
  const { graph } = node
  const list = ports.listNamed(op.attributes.list)
  const width = node.step('Shape', [list], { start: { int: 1 }, end: { int: 2 } })
  const tooLong = node.step('Greater', [length!.name, width])
  const tooShort = node.step('Less', [length!.name, graph.int64(-1n)])
  return node.result('Where', [node.step('Or', [tooLong, tooShort]), graph.float(Number.NaN), graph.float(0)])
}
