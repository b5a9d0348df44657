import type { Lowering } from '../lowering.ts'

export const pow: Lowering<'pow'> = ({ attributes: { exponent } }, [x], node) =>
  node.result('Pow', [x!.name, node.graph.float(exponent)])
