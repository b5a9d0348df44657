import type { ValueType } from '../../graph/types.ts'
import type { OpWriter } from './writer.ts'

/** A value of the IR as it lies in the model: the rows, where it has any, are its first axis. */
export interface Operand {
  /** The ONNX value's name. */
  readonly name: string
  readonly type: ValueType
}

/** 1 where the value has a row axis before its own, else 0: what is added to an axis of the IR. */
export const rowAxes = (type: ValueType): 0 | 1 => (type.rows.kind === 'none' ? 0 : 1)

/** Axes first, first + 1, ... of `count` dimensions. */
export const axesFrom = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i)

/** The operand with dimensions of one after its row axis, so that it has `rank` dimensions per row. */
export function withRank(operand: Operand, rank: number, node: OpWriter): string {
  const lacking = rank - operand.type.shape.length
  // ONNX aligns shapes at their ends: without a row axis, missing leading dimensions need nothing.
  if (lacking <= 0 || rowAxes(operand.type) === 0) return operand.name
  return node.step('Unsqueeze', [operand.name, node.graph.int64s(axesFrom(1, lacking))])
}

/** Operands of an elementwise op, made to broadcast to the result. */
export const broadcastable = (operands: readonly Operand[], result: ValueType, node: OpWriter): string[] =>
  operands.map((operand) => withRank(operand, result.shape.length, node))

/** The same as operands. */
export const alignedOperands = (operands: readonly Operand[], result: ValueType, node: OpWriter): Operand[] =>
  operands.map((operand) => ({ ...operand, name: withRank(operand, result.shape.length, node) }))

/** The operand as a matrix of its last axis: everything before it, rows too, is flattened. */
export function asMatrix(operand: Operand, node: OpWriter): string {
  const { shape } = operand.type
  const width = shape.at(-1) ?? 1
  if (shape.length + rowAxes(operand.type) === 2) return operand.name
  return node.step('Reshape', [operand.name, node.graph.int64s([-1, width])])
}

/** A row-free operand, repeated for each row of another. */
export function repeatedLike(operand: Operand, rowed: Operand, node: OpWriter): Operand {
  const count = node.step('Shape', [rowed.name], { start: { int: 0 }, end: { int: 1 } })
  const name = repeat(operand, count, node)
  return { name, type: { ...operand.type, rows: rowed.type.rows } }
}

/** A row-free value, repeated: `count` is an int64 [1] value. */
export function repeat(operand: Operand, count: string, node: OpWriter): string {
  const ones = node.graph.int64s(operand.type.shape.map(() => 1))
  const shape = operand.type.shape.length === 0 ? count : node.step('Concat', [count, ones], { axis: { int: 0 } })
  return node.step('Expand', [operand.name, shape])
}
