import { type Graph, tableHeight } from '../../graph/graph.ts'
import { initialParameter, initialTable } from '../../graph/initial.ts'
import { portName } from '../../graph/ports.ts'
import { floats, type HostTensor } from '../../graph/tensor.ts'
import { slots } from '../../passes/optimize.ts'
import { inputsOf } from '../../runtime/values.ts'

/** What the parameters and tables of a forward graph start as, by port name: from the seed and each one's name alone. */
export function startingWeights(graph: Graph, seed: number): ReadonlyMap<string, HostTensor> {
  const read = new Set(inputsOf(graph).map(({ port }) => portName(port)))
  const weights = new Map<string, HostTensor>()
  for (const parameter of graph.parameters) {
    const name = portName({ kind: 'parameter', parameter: parameter.name })
    if (read.has(name)) weights.set(name, floats(initialParameter(seed, parameter), ...parameter.shape))
  }
  for (const table of graph.tables) {
    const name = portName({ kind: 'table', table: table.name })
    const height = tableHeight(table)
    if (read.has(name)) weights.set(name, floats(initialTable(seed, table, height), height, table.dim))
  }
  return weights
}

/** What a training starts from: weights, and Adagrad's accumulators of tables. Other slots start at zero, which engines do by themselves. */
export function initialValues(graph: Graph, seed: number, initialAccumulator: number): ReadonlyMap<string, HostTensor> {
  const weights = startingWeights(graph, seed)
  const accumulators = graph.tables.flatMap((table): [string, HostTensor][] => {
    if (!weights.has(portName({ kind: 'table', table: table.name }))) return []
    const height = tableHeight(table)
    const name = portName({ kind: 'state', of: 'table', name: table.name, slot: slots.table[0] })
    return [[name, floats(new Float32Array(height).fill(initialAccumulator), height)]]
  })
  return new Map([...weights, ...accumulators])
}
