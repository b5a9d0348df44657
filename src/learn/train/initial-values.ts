import { type Graph, tableHeight } from '../../graph/graph.ts'
import { initialParameter, initialTable } from '../../graph/initial.ts'
import { portName } from '../../graph/ports.ts'
import { floats, type HostTensor } from '../../graph/tensor.ts'
import { slots } from '../../passes/optimize.ts'
import { inputsOf } from '../run/values.ts'

/**
 * What the parameters and tables of a forward graph start as, and Adagrad's accumulators of its tables, by port name.
 * Other slots start at zero, which engines do by themselves.
 */
export function initialValues(graph: Graph, seed: number, initialAccumulator: number): ReadonlyMap<string, HostTensor> {
  const read = new Set(inputsOf(graph).map(({ port }) => portName(port)))
  const values = new Map<string, HostTensor>()
  for (const parameter of graph.parameters) {
    const name = portName({ kind: 'parameter', parameter: parameter.name })
    if (read.has(name)) values.set(name, floats(initialParameter(seed, parameter), ...parameter.shape))
  }
  for (const table of graph.tables) {
    const name = portName({ kind: 'table', table: table.name })
    if (!read.has(name)) continue
    const height = tableHeight(table)
    values.set(name, floats(initialTable(seed, table, height), height, table.dim))
    const accumulator = portName({ kind: 'state', of: 'table', name: table.name, slot: slots.table[0] })
    values.set(accumulator, floats(new Float32Array(height).fill(initialAccumulator), height))
  }
  return values
}
