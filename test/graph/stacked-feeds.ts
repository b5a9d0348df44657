import { referenceTensor } from '../../src/graph/evaluate-graph.ts'
import type { Graph } from '../../src/graph/graph.ts'
import { encodedFeatures, portName } from '../../src/graph/ports.ts'
import type { ReferenceTensor } from '../../src/graph/reference.ts'
import { sizeOf } from '../../src/graph/types.ts'

/** Feeds by feature, and each matrix of several features' rows that the graph reads, as the host would fill it. */
export function stackedFeeds(
  graph: Graph,
  feeds: ReadonlyMap<string, ReferenceTensor>,
): ReadonlyMap<string, ReferenceTensor> {
  const all = new Map(feeds)
  for (const op of graph.ops) {
    if (op.kind !== 'input' || op.attributes.port.kind !== 'encoded_rows') continue
    const { port } = op.attributes
    const parts = encodedFeatures(port).map((encoded) => feeds.get(portName({ kind: 'encoded', ...encoded }))!)
    const data = Array.from({ length: parts[0]!.rows }, (_, row) =>
      parts.flatMap((part) => {
        const size = sizeOf(part.type.shape)
        return [...part.data.slice(row * size, (row + 1) * size)]
      }),
    )
    all.set(portName(port), referenceTensor({ ...op.type, rows: parts[0]!.type.rows }, data.flat()))
  }
  return all
}
