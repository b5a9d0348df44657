import { byName } from '../diagnostics/text-order.ts'
import { zerosFor } from '../graph/allocate.ts'
import { type Graph, tableHeight } from '../graph/graph.ts'
import { type Port, portName } from '../graph/ports.ts'
import { stackNamed } from '../graph/stacks.ts'
import type { FloatTensor, HostTensor } from '../graph/tensor.ts'
import { type Shape, sizeOf } from '../graph/types.ts'
import type { EngineInput } from './feeds.ts'

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

/** An input of a graph that an engine keeps: a row-free value, or the rows of one table or of stacked ones, in their order. */
export interface TrainedInput {
  readonly name: string
  readonly values: readonly TrainedValue[]
}

export function trainedInputs(graph: Graph): readonly TrainedInput[] {
  return inputsOf(graph).flatMap(({ port, type: { rows, shape } }): TrainedInput[] => {
    if (!isTrained(port)) return []
    const kind = port.kind === 'state' ? 'state' : 'parameter'
    const name = portName(port)
    if (rows.kind !== 'table') return [{ name, values: [{ name, kind, table: undefined, shape, dims: shape }] }]
    const values = stackNamed(graph.stacks, rows.table).tables.map((table): TrainedValue => {
      const dims = [heightOf(graph, table), ...shape]
      return { name: portName(ofTable(port, table)), kind, table, shape, dims }
    })
    return [{ name, values }]
  })
}

/** What a training graph trains, sorted by name. */
export const trainedValues = (graph: Graph): readonly TrainedValue[] =>
  trainedInputs(graph)
    .flatMap(({ values }) => values)
    .sort(byName)

/** The port of one table where `port` may be that of a stack. */
function ofTable(port: Port, table: string): Port {
  if (port.kind === 'table') return { ...port, table }
  if (port.kind === 'state') return { ...port, name: table }
  throw new Error(`'${portName(port)}' has rows of a table`)
}

export const inputsOf = (graph: Graph): EngineInput[] =>
  graph.ops.flatMap((op) => (op.kind === 'input' ? [{ port: op.attributes.port, type: op.type }] : []))

function heightOf(graph: Graph, name: string): number {
  const table = graph.tables.find((each) => each.name === name)
  if (!table) throw new Error(`the graph has no table '${name}'`)
  return tableHeight(table)
}

/** The values of a model on the host, by port name. */
export class ValueStore {
  private readonly data = new Map<string, Float32Array>()

  /**
   * Takes over the arrays of `given`, so that no value is held twice; what is not given is zeros. Throws Error where a name is no
   * value of the graph or a size differs.
   */
  constructor(
    readonly values: readonly TrainedValue[],
    given: ReadonlyMap<string, HostTensor> = new Map(),
  ) {
    const names = new Set(values.map(({ name }) => name))
    for (const name of given.keys())
      if (!names.has(name)) throw new Error(`'${name}' is nothing that this graph trains`)
    for (const { name, dims } of values) this.data.set(name, floatsOf(name, sizeOf(dims), given.get(name)))
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

  /** The values themselves, not copies of them: they change with the next step. */
  tensors(kind: TrainedValue['kind']): ReadonlyMap<string, FloatTensor> {
    const chosen = this.values.filter((value) => value.kind === kind)
    return new Map(chosen.map(({ name, dims }) => [name, { dtype: 'float32', dims, data: this.of(name) }]))
  }
}

function floatsOf(name: string, size: number, given: HostTensor | undefined): Float32Array {
  if (given === undefined) return zerosFor(name, size)
  if (given.dtype === 'float32' && given.data.length === size) return given.data
  throw new Error(`'${name}' has ${size} floats, not ${given.data.length} of ${given.dtype}`)
}
