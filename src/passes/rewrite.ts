import { type Algebra, algebra } from '../graph/algebra.ts'
import { provedType } from '../graph/broadcast.ts'
import type { RootBuilder } from '../graph/builder.ts'
import { createBuilder } from '../graph/create-builder.ts'
import type { Graph, GraphOutput, Op } from '../graph/graph.ts'
import { resultsOf } from '../graph/results.ts'
import { opType, otherTypes, statesItsType } from '../graph/typed-op.ts'

/**
 * Gives what stands in an op's place: a value's name (of an op of several results, all their names), or undefined to keep the op. The op's inputs are already replaced (`original`
 * is the op as it was); new ops are appended with `g`, named under the op they replace.
 */
export type Rule = (op: Op, g: Algebra, original: Op) => string | readonly string[] | undefined

/** Changes between the old graph and the new beside its ops. */
export type Changes = Partial<Pick<Graph, 'parameters' | 'tables' | 'stacks' | 'surfaces'>> & {
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
    const given = rule(moved, algebra(builder.scope(op.id)), op) ?? keep(builder, moved)
    const names = typeof given === 'string' ? [given] : given
    for (const [position, { name }] of resultsOf(op).entries()) now.set(name, names[position]!)
  }
  const outputs = graph.outputs.map((output) => ({ ...output, value: now.get(output.value)! }))
  return builder.finish({
    name: graph.name,
    parameters: changes.parameters ?? graph.parameters,
    tables: changes.tables ?? graph.tables,
    stacks: changes.stacks ?? graph.stacks,
    outputs: changes.outputs ? changes.outputs(outputs, algebra(builder)) : outputs,
  })
}

/** The op with the type that its rule gives for its inputs now. */
export function retyped(op: Op, typeOf: (value: string) => Op['type']): Op {
  if (statesItsType(op.kind)) return op
  const inputs = op.inputs.map(typeOf)
  const others = otherTypes(op.kind, inputs, op.attributes)
  return { ...op, type: provedType(opType(op.kind, inputs, op.attributes), op.id), ...(others && { others }) }
}

/** The op with its types inferred anew; the names of its results. */
function keep(builder: RootBuilder, op: Op): readonly string[] {
  const kept = retyped(op, builder.typeOf)
  builder.keep(kept)
  return resultsOf(kept).map(({ name }) => name)
}

/** A builder that begins with all of a graph's ops, for passes that only append. */
export function extend(graph: Graph) {
  const builder = createBuilder({ levels: graph.levels, surfaces: graph.surfaces })
  for (const op of graph.ops) builder.keep(op)
  return builder
}
