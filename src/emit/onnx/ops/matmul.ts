import { type Lowering, rowAxes } from '../lowering.ts'
import { axesFrom, withRank } from '../operands.ts'

/** MatMul, which multiplies the last two axes and broadcasts the ones before; a vector on the left is one row of a matrix. */
export const matmul: Lowering<'matmul'> = (_, [x, w], node) => {
  const { graph } = node
  if (rowAxes(w!.type) === 0 && w!.type.shape.length === 2) return node.result('MatMul', [x!.name, w!.name])
  const isVector = x!.type.shape.length === 1
  const axis = rowAxes(x!.type)
  const matrix = isVector
    ? {
        name: node.step('Unsqueeze', [x!.name, graph.int64s([axis])]),
        type: { ...x!.type, shape: [1, ...x!.type.shape] },
      }
    : x!
  const rank = Math.max(matrix.type.shape.length, w!.type.shape.length)
  const factors = [withRank(matrix, rank, node), withRank(w!, rank, node)]
  if (!isVector) return node.result('MatMul', factors)
  return node.result('Squeeze', [node.step('MatMul', factors), graph.int64s(axesFrom(-2, 1))])
}
