import { zerosFor } from '../../graph/allocate.ts'
import { type Graph, tableHeight } from '../../graph/graph.ts'
import { initialParameter, initialTable } from '../../graph/initial.ts'
import { portName } from '../../graph/ports.ts'
import { floats, type HostTensor } from '../../graph/tensor.ts'
import { sizeOf } from '../../graph/types.ts'
import type { ModelSpec } from '../../model/model-spec.ts'
import { type Optimizers, ruleFor, slotPort, valuePort } from '../../optimizers/chosen.ts'
import { slotDims, type Target } from '../../optimizers/define-optimizer.ts'
import { inputsOf } from '../../runtime/values.ts'

/** The seed of weights that no training has started. */
export const startingSeed = ({ train }: Pick<ModelSpec, 'train'>): number => train?.seed ?? 1

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

/** What a training starts from: weights, and the slots that begin above zero. Other slots start at zero, which engines do by themselves. */
export function initialValues(
  graph: Graph,
  seed: number,
  optimizers: Pick<Optimizers, 'optimizer' | 'tables'>,
): ReadonlyMap<string, HostTensor> {
  const weights = startingWeights(graph, seed)
  const slotsOf = (target: Target, names: readonly string[]): [string, HostTensor][] =>
    ruleFor(optimizers, target)
      .slots.filter(({ initial }) => initial !== 0)
      .flatMap(({ name: slot, shape, initial }) =>
        names.flatMap((name): [string, HostTensor][] => {
          const dims = weights.get(portName(valuePort(target, name)))?.dims
          if (dims === undefined) return []
          const sizes = slotDims({ shape }, target, dims)
          return [
            [portName(slotPort(target, name, slot)), floats(zerosFor(name, sizeOf(sizes)).fill(initial), ...sizes)],
          ]
        }),
      )
  return new Map([
    ...weights,
    ...slotsOf(
      'parameter',
      graph.parameters.map(({ name }) => name),
    ),
    ...slotsOf(
      'table',
      graph.tables.map(({ name }) => name),
    ),
  ])
}
