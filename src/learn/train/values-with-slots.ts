import { byName } from '../../diagnostics/text-order.ts'
import type { Graph } from '../../graph/graph.ts'
import { portName } from '../../graph/ports.ts'
import { type Optimizers, ruleFor, slotPort } from '../../optimizers/chosen.ts'
import { slotDims, type Target } from '../../optimizers/define-optimizer.ts'
import { inputsOf, isTrained, type TrainedValue, trainedValues } from '../../runtime/values.ts'

/**
 * What a training is resumed from: each value of a forward graph, and the optimizer's slots of it. No step is made for it, which one
 * engine alone needs: `trainedValues` of that step are the same.
 */
export function valuesWithSlots(
  graph: Graph,
  optimizers: Pick<Optimizers, 'optimizer' | 'tables'>,
): readonly Pick<TrainedValue, 'name' | 'dims'>[] {
  const dims = new Map(trainedValues(graph).map((value) => [value.name, value.dims]))
  const slotsOf = (target: Target, value: string, name: string): Pick<TrainedValue, 'name' | 'dims'>[] =>
    ruleFor(optimizers, target).slots.map((slot) => ({
      name: portName(slotPort(target, name, slot.name)),
      dims: slotDims(slot, target, dims.get(value) ?? []),
    }))
  const slots = inputsOf(graph).flatMap(({ port }) => {
    if (!isTrained(port)) return []
    if (port.kind === 'parameter') return slotsOf('parameter', portName(port), port.parameter)
    return port.kind === 'table' ? slotsOf('table', portName(port), port.table) : []
  })
  return [...[...dims].map(([name, of]) => ({ name, dims: of })), ...slots].sort(byName)
}
