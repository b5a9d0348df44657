import { type Graph, tableHeight } from './graph.ts'
import { typesOf } from './results.ts'
import { opCost } from './typed-op.ts'
import { sizeOf, type ValueType } from './types.ts'

/** What a graph costs: the numbers that `budget` bounds. */
export interface GraphCost {
  /** Multiply-adds of one group of each level, coarse levels first; levels without work are left out. */
  readonly multiplyAdds: ReadonlyMap<string, number>
  /** Multiply-adds once per run: work between row-free values. */
  readonly once: number
  /** Numbers in dense parameters. */
  readonly parameters: number
  /** Numbers in embedding tables, all rows. */
  readonly tableParameters: number
}

/** Counts a graph's work and its parameters, each op at the level whose rows it walks. */
export function graphCost(graph: Graph): GraphCost {
  const types = typesOf(graph.ops)
  const work = new Map<string | undefined, number>()
  for (const op of graph.ops) {
    const inputs = op.inputs.map((input) => types.get(input)!)
    const level = walkedLevel(inputs, op.type)
    work.set(level, (work.get(level) ?? 0) + opCost(op, inputs).multiplyAdds)
  }
  return {
    multiplyAdds: new Map(
      graph.levels.names.flatMap((level) => {
        const count = work.get(level) ?? 0
        return count > 0 ? [[level, count] as const] : []
      }),
    ),
    once: work.get(undefined) ?? 0,
    parameters: graph.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    tableParameters: graph.tables.reduce((sum, table) => sum + tableHeight(table) * table.dim, 0),
  }
}

/** The level whose rows an op walks: its operands' where there is one (a sum over rows walks its operands'), else its result's. */
export function walkedLevel(inputs: readonly ValueType[], result: ValueType): string | undefined {
  for (const { rows } of [...inputs, result]) if (rows.kind === 'level') return rows.level
  return undefined
}
