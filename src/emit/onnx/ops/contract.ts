import type { Lowering } from '../lowering.ts'
import { asMatrix } from '../operands.ts'
import { demandGroupsOnce } from '../rows/sums.ts'

/** x^T dy over all rows and leading dimensions. Gemm reads x transposed where it lies. */
export const contract: Lowering<'contract'> = (_, [x, dy], node, { rows }) => {
  demandGroupsOnce(x!, rows, node)
  return node.result('Gemm', [asMatrix(x!, node), asMatrix(dy!, node)], { transA: { int: 1 } })
}
