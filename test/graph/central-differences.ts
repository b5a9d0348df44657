import { expect } from 'vitest'
import { evaluateGraph } from '../../src/graph/evaluate-graph.ts'
import type { Graph } from '../../src/graph/graph.ts'
import { isOutput, outputName } from '../../src/graph/outputs.ts'
import { portName } from '../../src/graph/ports.ts'
import type { ReferenceTensor, RowEnvironment } from '../../src/graph/reference.ts'
import { differentiate } from '../../src/passes/differentiate.ts'

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
  const gradients = trained.outputs.filter(isOutput('gradient'))
  for (const output of gradients) {
    const [name, port] = [outputName(output), portName(output.of)]
    const gradient = results.get(name)!
    const differences = centralDifferences(graph, feeds, rows, port)
    expect(gradient.data.length, `${name} has its parameter's size`).toBe(differences.length)
    const largest = Math.max(...differences.map(Math.abs), 1)
    differences.forEach((difference, i) => {
      expect(
        Math.abs(gradient.data[i]! - difference),
        `${name}[${i}]: ${gradient.data[i]} against ${difference}`,
      ).toBeLessThan(2e-8 * largest)
    })
  }
  return gradients.map(outputName)
}
