import type { TypeMismatch } from './define-op.ts'
import type { OpAttributes, OpKind } from './graph.ts'
import { opTable } from './ops/table.ts'
import type { ValueType } from './types.ts'

/** The type rule of `kind`, on operands' types. */
export const inferType = <K extends OpKind>(
  kind: K,
  inputs: readonly ValueType[],
  attributes: OpAttributes[K],
): ValueType | TypeMismatch => opTable[kind].type(inputs, attributes)
