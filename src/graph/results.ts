import type { Op } from './graph.ts'
import type { ValueType } from './types.ts'

/** One result of an op: a value of the graph. */
export interface Result {
  readonly name: string
  readonly type: ValueType
}

/** The name of an op's result by its position: the op's own, then `<op>.1` and on. */
export const resultName = (op: string, position: number): string => (position === 0 ? op : `${op}.${position}`)

/** All results of an op, the first under its own name. */
export const resultsOf = ({ id, type, others = [] }: Pick<Op, 'id' | 'type' | 'others'>): readonly Result[] =>
  [type, ...others].map((each, position) => ({ name: resultName(id, position), type: each }))

/** The ops that give values, by the values' names. */
export function opsByResult(ops: Iterable<Op>): Map<string, Op> {
  const owners = new Map<string, Op>()
  for (const op of ops) for (const { name } of resultsOf(op)) owners.set(name, op)
  return owners
}

/** Finds the op that gives a value. Throws where none does: a defect. */
export function opFinder(ops: Iterable<Op>): (value: string) => Op {
  const owners = opsByResult(ops)
  return (value) => {
    const op = owners.get(value)
    if (!op) throw new Error(`no operation gives ${value}`)
    return op
  }
}

/** The values of a graph with their types. */
export function typesOf(ops: Iterable<Op>): Map<string, ValueType> {
  const types = new Map<string, ValueType>()
  for (const op of ops) for (const { name, type } of resultsOf(op)) types.set(name, type)
  return types
}
