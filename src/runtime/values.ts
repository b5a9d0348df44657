import { byName } from '../diagnostics/text-order.ts'
import { type Graph, tableHeight } from '../graph/graph.ts'
import { type Port, portName } from '../graph/ports.ts'
import { floats, type HostTensor } from '../graph/tensor.ts'
import { type Shape, sizeOf } from '../graph/types.ts'
import type { EngineInput } from './engine.ts'

/** A float32 value that training changes: a parameter, a table, or an optimizer's slot of one. Row-free, or per table row. */
export interface TrainedValue {
  readonly name: string
  readonly kind: 'parameter' | 'state'
  /** The table whose rows it has, all of them. */
  readonly table: string | undefined
  /** Per row of the table, or as it is. */
  readonly shape: Shape
  readonly dims: readonly number[]
}

/** Ports that an engine keeps; all others are fed with the batch. */
export const isTrained = (port: Port): boolean =>
  port.kind === 'parameter' || port.kind === 'table' || port.kind === 'state'

/** What a training graph trains, sorted by name. */
export function trainedValues(graph: Graph): readonly TrainedValue[] {
  const values = inputsOf(graph).flatMap(({ port, type }): TrainedValue[] => {
    if (!isTrained(port)) return []
    const table = type.rows.kind === 'table' ? type.rows.table : undefined
    const dims = table === undefined ? type.shape : [heightOf(graph, table), ...type.shape]
    const kind = port.kind === 'state' ? 'state' : 'parameter'
    return [{ name: portName(port), kind, table, shape: type.shape, dims }]
  })
  return values.sort(byName)
}

export const inputsOf = (graph: Graph): EngineInput[] =>
  graph.ops.flatMap((op) => (op.kind === 'input' ? [{ port: op.attributes.port, type: op.type }] : []))

function heightOf(graph: Graph, name: string): number {
  const table = graph.tables.find((each) => each.name === name)
  if (!table) throw new Error(`the graph has no table '${name}'`)
  return tableHeight(table)
}

/** The values of a model on the host, by port name; zeros until they are set. */
export class ValueStore {
  private readonly data = new Map<string, Float32Array>()
  constructor(readonly values: readonly TrainedValue[]) {
    for (const { name, dims } of values) this.data.set(name, new Float32Array(sizeOf(dims)))
  }

  of(name: string): Float32Array {
    const data = this.data.get(name)
    if (!data) throw new Error(`'${name}' is nothing that this graph trains`)
    return data
  }

  /** Puts another buffer of the same size in place; gives the one that stood there. */
  exchange(name: string, data: Float32Array): Float32Array {
    const before = this.of(name)
    this.data.set(name, data)
    return before
  }

  set(name: string, tensor: HostTensor): void {
    const data = this.of(name)
    if (tensor.dtype !== 'float32' || tensor.data.length !== data.length) {
      throw new Error(`'${name}' has ${data.length} floats, not ${tensor.data.length} of ${tensor.dtype}`)
    }
    data.set(tensor.data)
  }

  copies(kind: TrainedValue['kind']): Map<string, HostTensor> {
    const chosen = this.values.filter((value) => value.kind === kind)
    return new Map(chosen.map(({ name, dims }) => [name, floats(this.of(name).slice(), ...dims)]))
  }
}
