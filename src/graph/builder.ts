import type { Graph, Op, OpAttributes, OpKind } from './graph.ts'
import type { ValueType } from './types.ts'

/**
 * Appends operations. Names come from the scope (a spec path): `<path>/<kind>`, then `<path>/<kind>_1` and on, so that no name
 * depends on what is built elsewhere; the slash keeps them apart from parameters (`trunk.norm.mean` and `trunk.norm/mean`).
 * An `input` is named for its port and exists once. Inputs are value names of earlier ops.
 * A mismatch here is a defect of ctrc: the checker has spoken before.
 */
export interface GraphBuilder {
  /** `given` is the type of what has no type rule: `input` and `constant`. Gives the first value's name (results.ts). */
  add<K extends OpKind>(kind: K, inputs: readonly string[], attributes: OpAttributes[K], given?: ValueType): string
  typeOf(value: string): ValueType
  readonly ops: readonly Op[]
}

/** The builder of one graph; its scopes append to the same list of ops. */
export interface RootBuilder extends GraphBuilder {
  /** Appends under `<path>/`. Two scopes of one path count on. */
  scope(path: string): GraphBuilder
  /** Takes over an op with its name and type as they are. */
  keep(op: Op): string
  /** What has been built, in canonical order, without what no output reaches. */
  finish(parts: Pick<Graph, 'name' | 'outputs' | 'parameters' | 'tables' | 'stacks'>): Graph
}
