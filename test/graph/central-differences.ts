import { expect } from 'vitest'
import { evaluateGraph } from '../../src/graph/evaluate-graph.ts'
import type { Graph } from '../../src/graph/graph.ts'
import type { ReferenceTensor, RowEnvironment } from '../../src/graph/reference.ts'
import { differentiate } from '../../src/passes/differentiate.ts'

/**
 * Differentiates a graph's `loss` and compares each gradient with (loss(x + h) - loss(x - h)) / 2h, in doubles: with h = 1e-5 and
 * values near 1 the difference's own error is about 1e-10. Gives the names of what was compared.
 */
export function expectCentralDifferences(
  graph: Graph,
  feeds: ReadonlyMap<string, ReferenceTensor>,
  rows: RowEnvironment,
): readonly string[] {
  const trained = differentiate.run(graph)
  const results = evaluateGraph(trained, feeds, rows)
  const names = trained.outputs.flatMap(({ name }) => (name.startsWith('gradient/') ? [name] : []))
  const loss = (port: string, i: number, step: number): number => {
    const feed = feeds.get(port)!
    const moved = Float64Array.from(feed.data)
    moved[i]! += step
    return evaluateGraph(graph, new Map([...feeds, [port, { ...feed, data: moved }]]), rows).get('loss')!.data[0]!
  }
  for (const name of names) {
    const port = name.slice('gradient/'.length)
    const gradient = results.get(name)!
    const feed = feeds.get(port)!
    expect(gradient.data.length, `${name} has its parameter's size`).toBe(feed.data.length)
    const differences = Array.from(feed.data, (_, i) => (loss(port, i, 1e-5) - loss(port, i, -1e-5)) / 2e-5)
    const largest = Math.max(...differences.map(Math.abs), 1)
    differences.forEach((difference, i) => {
      expect(
        Math.abs(gradient.data[i]! - difference),
        `${name}[${i}]: ${gradient.data[i]} against ${difference}`,
      ).toBeLessThan(2e-8 * largest)
    })
  }
  return names
}
