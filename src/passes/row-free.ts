import type { Algebra } from '../graph/algebra.ts'
import type { Graph, Op } from '../graph/graph.ts'
import { opTable } from '../graph/ops/table.ts'
import { typesOf } from '../graph/results.ts'
import type { Rows } from '../graph/types.ts'
import { type Rule, rewrite } from './rewrite.ts'

/**
 * A rewrite whose rule may put a row-free value where rows were: what is the same for every row needs none. What picks rows of
 * such a value falls away, and what depends on it alone becomes row-free too. Where rows count, they are repeated again: before
 * a sum over them (total, collect, contract, scatter) and for an output.
 */
export function rewriteRows(graph: Graph, rule: Rule): Graph {
  const rowsBefore = new Map([...typesOf(graph.ops)].map(([name, { rows }]) => [name, rows]))
  return rewrite(graph, (op, g, original) => rule(op, g, original) ?? withoutRows(op, g, original, rowsBefore), {
    outputs: (outputs, g) =>
      outputs.map((output, i) => ({
        ...output,
        value: repeated(g, output.value, rowsBefore.get(graph.outputs[i]!.value)!),
      })),
  })
}

function withoutRows(op: Op, g: Algebra, original: Op, rowsBefore: ReadonlyMap<string, Rows>): string | undefined {
  switch (opTable[op.kind].changesRows) {
    case 'picks':
      return g.typeOf(op.inputs[0]!).rows.kind === 'none' ? op.inputs[0] : undefined
    case 'sums': {
      const inputs = op.inputs.map((input, i) => repeated(g, input, rowsBefore.get(original.inputs[i]!)!))
      return inputs.every((input, i) => input === op.inputs[i])
        ? undefined
        : g.builder.add<typeof op.kind>(op.kind, inputs, op.attributes)
    }
    case 'joins':
    case undefined:
      return undefined
  }
}

/** The value once for each of these rows, where it is row-free; as it is where it has rows. */
export const repeated = (g: Algebra, value: string, rows: Rows): string =>
  rows.kind === 'level' ? g.join(rows.level, [[rows.surfaces, value]]) : value
