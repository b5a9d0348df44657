import { evaluateGraph, referenceTensor } from '../../../src/graph/evaluate-graph.ts'
import { portName } from '../../../src/graph/ports.ts'
import { rowEnvironment } from '../../../src/graph/row-environment.ts'
import { sizeOf } from '../../../src/graph/types.ts'
import { graphOfCall } from '../stdlib/programs.ts'

/**
 * What an expression over `x`, a vector of a row, gives: its `size` numbers, by the reference evaluator. Row i of the batch weighs them by
 * unit vector i, so that its logit is number i.
 */
export function evaluated(y: string, x: readonly number[], size = 1, modules = 'linear'): readonly number[] {
  const graph = graphOfCall({ modules, y, width: x.length, result: [size] })
  const rows = Array.from({ length: size }, (_, row) => row)
  const given: Readonly<Record<string, readonly number[]>> = {
    'number/x': rows.flatMap(() => x),
    'number/weights': rows.flatMap((row) => rows.map((i) => (i === row ? 1 : 0))),
  }
  const feeds = graph.ops.flatMap((op) => {
    if (op.kind !== 'input') return []
    const name = portName(op.attributes.port)
    const count = op.type.rows.kind === 'none' ? sizeOf(op.type.shape) : 0
    return [[name, referenceTensor(op.type, given[name] ?? Array.from({ length: count }, () => 1))] as const]
  })
  const batch = rows.map(() => ({ surface: 'first', groups: {} }))
  const results = evaluateGraph(graph, new Map(feeds), rowEnvironment(graph.levels, batch, new Map()))
  return [...results.get('logit/click/first')!.data]
}
