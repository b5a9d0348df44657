import { type Algebra, algebra } from '../graph/algebra.ts'
import { provedType } from '../graph/broadcast.ts'
import { createBuilder } from '../graph/create-builder.ts'
import type { Graph, GraphOutput, Op } from '../graph/graph.ts'
import { opType, statesItsType } from '../graph/typed-op.ts'

/**
 * Says what stands in an op's place: a value name, or undefined to keep the op. The op's inputs are already replaced (`original`
 * is the op as it was); new ops are appended with `g`, named under the op they replace.
 */
export type Rule = (op: Op, g: Algebra, original: Op) => string | undefined

/** Changes between the old graph and the new beside its ops. */
export type Changes = Partial<Pick<Graph, 'parameters' | 'tables' | 'surfaces'>> & {
  readonly outputs?: (outputs: readonly GraphOutput[], g: Algebra) => readonly GraphOutput[]
}

/**
 * Rebuilds a graph op by op. Kept ops keep their names, and have their types inferred anew from what their inputs have become.
 * Outputs follow their values; `changes.outputs` may then name others.
 */
export function rewrite(graph: Graph, rule: Rule, changes: Changes = {}): Graph {
  const builder = createBuilder({ levels: graph.levels, surfaces: changes.surfaces ?? graph.surfaces })
  const now = new Map<string, string>()
  for (const op of graph.ops) {
    const moved: Op = { ...op, inputs: op.inputs.map((input) => now.get(input)!) }
    now.set(op.id, rule(moved, algebra(builder.scope(op.id)), op) ?? builder.keep(retyped(moved, builder.typeOf)))
  }
  const outputs = graph.outputs.map((output) => ({ ...output, value: now.get(output.value)! }))
  return builder.finish({
    name: graph.name,
    parameters: changes.parameters ?? graph.parameters,
    tables: changes.tables ?? graph.tables,
    outputs: changes.outputs ? changes.outputs(outputs, algebra(builder)) : outputs,
  })
}

/** The op with the type that its rule gives for its inputs now. */
export function retyped(op: Op, typeOf: (value: string) => Op['type']): Op {
  if (statesItsType(op.kind)) return op
  return { ...op, type: provedType(opType(op.kind, op.inputs.map(typeOf), op.attributes), op.id) }
}

/** A builder that begins with all of a graph's ops, for passes that only append. */
export function extend(graph: Graph) {
  const builder = createBuilder({ levels: graph.levels, surfaces: graph.surfaces })
  for (const op of graph.ops) builder.keep(op)
  return builder
}
