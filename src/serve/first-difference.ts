import type { Graph, Op } from '../graph/graph.ts'
import { movesRows } from '../graph/op-traits.ts'
import { statesItsType } from '../graph/typed-op.ts'
import type { ComparedGraph, ComparedModels } from './compared-models.ts'
import type { RawRows } from './serving-feeds.ts'

/** Whether two values of one op violate an invariant. */
export type Differs = (a: Float32Array, b: Float32Array) => boolean

/**
 * The first node, in the second graph's order, whose values differ between two graphs; undefined where those that both have agree, so
 * that the fault lies in how rows are grouped or in the runtime.
 */
export async function firstDifference(
  { graphs, open }: ComparedModels,
  [one, other]: readonly [ComparedGraph, ComparedGraph],
  rows: RawRows,
  differs: Differs,
): Promise<string | undefined> {
  const nodes = commonNodes(graphs[one], graphs[other])
  if (nodes.length === 0) return undefined
  const values = async (which: ComparedGraph) => {
    const model = await open(which, nodes)
    try {
      return await model.score(rows, nodes)
    } finally {
      await model.close()
    }
  }
  const [a, b] = [await values(one), await values(other)]
  return nodes.find((node) => {
    const [x, y] = [a.get(node), b.get(node)]
    return (
      x?.dtype === 'float32' && y?.dtype === 'float32' && x.data.length === y.data.length && differs(x.data, y.data)
    )
  })
}

/** What computes a value: it is no source, and does not move rows alone. */
export const computes = ({ kind }: Op): boolean => !statesItsType(kind) && !movesRows(kind)

function commonNodes(one: Graph, other: Graph): readonly string[] {
  const known = new Map(one.ops.map((op) => [op.id, op.kind]))
  return other.ops
    .filter((op) => op.type.dtype === 'float32' && computes(op) && known.get(op.id) === op.kind)
    .map(({ id }) => id)
}
