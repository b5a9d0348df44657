import { evaluateGraph } from '../../../src/graph/evaluate-graph.ts'
import type { Graph } from '../../../src/graph/graph.ts'
import type { ReferenceTensor, RowEnvironment } from '../../../src/graph/reference.ts'

/** The gradient of output `loss` with respect to a port, by the reference evaluator in doubles: (f(x+h) - f(x-h)) / 2h. */
export function centralDifferences(
  graph: Graph,
  feeds: ReadonlyMap<string, ReferenceTensor>,
  rows: RowEnvironment,
  port: string,
): Float64Array {
  const value = feeds.get(port)!
  const step = 1e-5
  const lossAt = (element: number, offset: number): number => {
    const data = Float64Array.from(value.data)
    data[element]! += offset
    return evaluateGraph(graph, new Map(feeds).set(port, { ...value, data }), rows).get('loss')!.data[0]!
  }
  return Float64Array.from(value.data, (_, i) => (lossAt(i, step) - lossAt(i, -step)) / (2 * step))
}

/** ||a - b|| / max(||b||, floor). */
export function relativeDistance(a: ArrayLike<number>, b: ArrayLike<number>, floor = 1e-6): number {
  let [apart, size] = [0, 0]
  for (let i = 0; i < b.length; i++) {
    apart += (a[i]! - b[i]!) ** 2
    size += b[i]! ** 2
  }
  return Math.sqrt(apart) / Math.max(Math.sqrt(size), floor)
}
