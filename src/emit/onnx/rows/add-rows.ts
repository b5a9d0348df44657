import { type Shape, sizeOf } from '../../../graph/types.ts'
import type { OpWriter } from '../writer.ts'

/**
 * Adds values to zeros, row by row: result[at[i]] += values[i]. `count` is int64 [1], `at` an integer of one dimension, `values`
 * [n, ...shape]. Rows may repeat in `at`. By ScatterElements: ONNX Runtime's ScatterND adds in parallel without a lock, so that
 * sums of repeated rows change from run to run, and can lose a term; its ScatterElements adds in the order of `at`.
 */
export function addRows(count: string, shape: Shape, at: string, values: string, node: OpWriter): string {
  const { graph } = node
  const positions = node.cast(at, 'int64')
  const size = sizeOf(shape)
  if (shape.length === 0) {
    return node.result('ScatterElements', [zeroRows(count, [], node), positions, values], add)
  }
  const flat = shape.length === 1 ? values : node.step('Reshape', [values, graph.int64s([-1, size])])
  const column = node.step('Unsqueeze', [positions, graph.int64s([1])])
  const each = node.step('Expand', [column, node.step('Shape', [flat])])
  const inputs = [zeroRows(count, [size], node), each, flat]
  if (shape.length === 1) return node.result('ScatterElements', inputs, add)
  const sums = node.step('ScatterElements', inputs, add)
  return node.result('Reshape', [sums, node.step('Concat', [count, graph.int64s(shape)], { axis: { int: 0 } })])
}

const add = { axis: { int: 0 }, reduction: { string: 'add' } } as const

/** Zeros of a shape per row, `count` (int64 [1]) times. */
function zeroRows(count: string, shape: Shape, node: OpWriter): string {
  const sizes =
    shape.length === 0 ? count : node.step('Concat', [count, node.graph.int64s(shape)], { axis: { int: 0 } })
  return node.step('ConstantOfShape', [sizes])
}
