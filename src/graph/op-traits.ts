import type { Op, OpKind } from './graph.ts'
import { opTable } from './ops/table.ts'

/** True for ops whose rows are others than their operands': all others work row by row. */
export const changesRows = (kind: OpKind): boolean => opTable[kind].changesRows !== undefined

/** True where the result's rows are the operands' own, in another place: nothing is computed. */
export function movesRows(kind: OpKind): boolean {
  const change = opTable[kind].changesRows
  return change === 'picks' || change === 'joins'
}

/** True where each element of the result is a function of the operands' elements in its place. */
export const isElementwise = (kind: OpKind): boolean => opTable[kind].elementwise !== undefined

/** The inputs of an op that a gradient flows back to. */
export function differentiableInputs({ kind, inputs }: Op): readonly string[] {
  const { differentiable } = opTable[kind]
  return differentiable === 'all' ? inputs : differentiable.map((position) => inputs[position]!)
}
