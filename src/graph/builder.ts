import type { Op, OpAttributes, OpKind } from './graph.ts'
import type { ValueType } from './types.ts'

/**
 * Appends operations. Names come from `scope` (a spec path); equal names get ordinals.
 * Inputs are value names of earlier ops. A mismatch here is a defect of ctrc: the checker has spoken before.
 */
export interface GraphBuilder {
  add<K extends OpKind>(kind: K, inputs: readonly string[], attributes: OpAttributes[K], given?: ValueType): string
  typeOf(value: string): ValueType
  readonly ops: readonly Op[]
}
