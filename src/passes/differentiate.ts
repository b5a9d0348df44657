import { type Algebra, algebra } from '../graph/algebra.ts'
import type { RootBuilder } from '../graph/builder.ts'
import type { Graph, GraphOutput, Op, OpKind, OpOf } from '../graph/graph.ts'
import { differentiableInputs } from '../graph/op-traits.ts'
import { opTable } from '../graph/ops/table.ts'
import { isOutput } from '../graph/outputs.ts'
import type { Port } from '../graph/ports.ts'
import { resultsOf } from '../graph/results.ts'
import type { Pass } from './pass.ts'
import { extend } from './rewrite.ts'

/**
 * Reverse-mode differentiation of the output `loss` (float32 [], row-free).
 *
 * Adds a gradient to the outputs for each parameter that the loss depends on, of the parameter's shape, and for each table,
 * one per row of the table. The ops it appends are named `gradient.<op>/...` for the op whose
 * gradient they are. Gradients that meet are added in reverse canonical order of their consumers.
 * Griewank and Walther 2008, "Evaluating Derivatives", chapter 3.
 */
export const differentiate: Pass = {
  name: 'differentiate',
  requires: ['loss'],
  ensures: ['gradients'],
  run: (graph) => {
    const builder = extend(graph)
    const loss = graph.outputs.find(isOutput('loss'))
    if (!loss) throw new Error('differentiate: there is no loss')
    const gradients = reverse(graph, loss.value, builder)
    return builder.finish({
      ...graph,
      outputs: [...graph.outputs, ...graph.ops.flatMap((op) => trainable(op, gradients.get(op.id)) ?? [])],
    })
  },
}

/** The gradient output of a parameter's or a table's input. */
function trainable(op: Op, gradient: string | undefined): GraphOutput | undefined {
  if (op.kind !== 'input' || gradient === undefined) return undefined
  const { port } = op.attributes
  return isTrainable(port) ? { kind: 'gradient', of: port, value: gradient } : undefined
}

const isTrainable = (port: Port): boolean => port.kind === 'parameter' || port.kind === 'table'

/** Gradients of `loss` by value, for every value between it and what is trained. */
function reverse(graph: Graph, loss: string, builder: RootBuilder): ReadonlyMap<string, string> {
  const depends = dependents(graph)
  const gradients = new Map<string, string>()
  if (!depends.has(loss)) return gradients
  gradients.set(loss, algebra(builder.scope(`gradient.${loss}`)).constant(1))
  for (const op of graph.ops.toReversed()) {
    const results = resultsOf(op)
    if (!results.some(({ name }) => gradients.has(name))) continue
    const g = algebra(builder.scope(`gradient.${op.id}`))
    const dys = results.map(({ name, type }) => gradients.get(name) ?? g.constant(0, type.shape))
    const wanted = (input: number): boolean => depends.has(op.inputs[input]!)
    for (const [position, part] of gradientsOf(op, dys, wanted, g).entries()) {
      const input = op.inputs[position]
      if (part === undefined || input === undefined || !depends.has(input)) continue
      const before = gradients.get(input)
      gradients.set(input, before === undefined ? part : g.add(before, part))
    }
  }
  return gradients
}

/** Values that some parameter or table flows into, and a gradient back. */
function dependents(graph: Graph): ReadonlySet<string> {
  const depends = new Set<string>()
  for (const op of graph.ops) {
    const source = op.kind === 'input' && isTrainable(op.attributes.port)
    if (source || differentiableInputs(op).some((input) => depends.has(input)))
      for (const { name } of resultsOf(op)) depends.add(name)
  }
  return depends
}

function gradientsOf<K extends OpKind>(
  op: OpOf<K>,
  dys: readonly string[],
  wanted: (input: number) => boolean,
  g: Algebra,
): readonly (string | undefined)[] {
  const { gradient } = opTable[op.kind]
  if (gradient === 'none') return []
  return gradient({ op, inputs: op.inputs, output: op.id, dy: dys[0]!, dys, wanted, typeOf: g.typeOf }, g)
}
