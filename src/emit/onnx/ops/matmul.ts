import type { Lowering } from '../lowering.ts'
import { axesFrom, type Operand, repeatedLike, rowAxes, withRank } from '../operands.ts'
import type { OpWriter } from '../writer.ts'

/**
 * MatMul multiplies the last two axes and broadcasts the ones before. It can't broadcast to no rows at all (a batch without
 * a surface), so that operands with rows and without meet in other ways here.
 */
export const matmul: Lowering<'matmul'> = (_, [x, w], node) => {
  const { graph } = node
  const hasRows = [rowAxes(x!.type) === 1, rowAxes(w!.type) === 1]
  if (!hasRows[1] && w!.type.shape.length === 2) return node.result('MatMul', [x!.name, w!.name])
  if (hasRows[0] && !hasRows[1]) return matrixByMatrix(x!, w!, node)
  const isVector = x!.type.shape.length === 1
  const left = isVector ? asOneRow(x!, node) : x!
  const rank = Math.max(left.type.shape.length, w!.type.shape.length)
  const repeated = hasRows[1] && !hasRows[0] ? repeatedLike(left, w!, node) : left
  const factors = [withRank(repeated, rank, node), withRank(w!, rank, node)]
  if (!isVector) return node.result('MatMul', factors)
  return node.result('Squeeze', [node.step('MatMul', factors), graph.int64s([-2])])
}

/** A vector on the left is one row of a matrix. */
function asOneRow(x: Operand, node: OpWriter): Operand {
  const name = node.step('Unsqueeze', [x.name, node.graph.int64s([rowAxes(x.type)])])
  return { name, type: { ...x.type, shape: [1, ...x.type.shape] } }
}

/** x [rows, batch..., m, k] @ w [batch..., k, n]: one large product for each row-free matrix, not a small one for each row. */
function matrixByMatrix(x: Operand, w: Operand, node: OpWriter): string {
  const { graph } = node
  const batch = w.type.shape.slice(0, -2)
  const [m, k] = x.type.shape.slice(-2)
  const [n] = w.type.shape.slice(-1)
  const depth = batch.length
  const inFront = { perm: { ints: [...axesFrom(1, depth), 0, depth + 1, depth + 2] } }
  const rowsFirst = { perm: { ints: [depth, ...axesFrom(0, depth), depth + 1, depth + 2] } }
  const flat = node.step('Reshape', [node.step('Transpose', [x.name], inFront), graph.int64s([...batch, -1, k!])])
  const product = node.step('MatMul', [flat, w.name])
  return node.result('Transpose', [node.step('Reshape', [product, graph.int64s([...batch, -1, m!, n!])])], rowsFirst)
}
