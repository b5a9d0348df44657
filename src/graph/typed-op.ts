import type { TypeMismatch } from './define-op.ts'
import type { OpAttributes, OpKind, OpOf } from './graph.ts'
import { opTable } from './ops/table.ts'
import type { ValueType } from './types.ts'

/** The type that an op's rule gives for these operands. `input` and `constant` have `given`. */
export function opType<K extends OpKind>(
  kind: K,
  inputs: readonly ValueType[],
  attributes: OpAttributes[K],
  given?: ValueType,
): ValueType | TypeMismatch {
  return given && statesItsType(kind) ? given : opTable[kind].type(inputs, attributes)
}

/** The types of the results behind the first; undefined where there is one. */
export const otherTypes = <K extends OpKind>(
  kind: K,
  inputs: readonly ValueType[],
  attributes: OpAttributes[K],
): readonly ValueType[] | undefined => opTable[kind].others?.types(inputs, attributes)

/** True for the kinds without a type rule. */
export const statesItsType = (kind: OpKind): boolean => kind === 'input' || kind === 'constant'

/** Work of one op, per row (define-op.ts, Cost). */
export const opCost = <K extends OpKind>(op: OpOf<K>, inputs: readonly ValueType[]) =>
  opTable[op.kind].cost(inputs, op.type, op.attributes)
