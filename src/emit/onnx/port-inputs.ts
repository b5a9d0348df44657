import { byName } from '../../diagnostics/text-order.ts'
import { type Port, portName } from '../../graph/ports.ts'
import type { HostTensor } from '../../graph/tensor.ts'
import type { Dtype, ValueType } from '../../graph/types.ts'
import type { Dimension } from './model.ts'
import { withoutSentinel } from './sentinels.ts'
import { type GraphWriter, OpWriter } from './writer.ts'

/** A graph input of the artifact and what fills it. */
export interface ArtifactInput {
  readonly name: string
  readonly dtype: Dtype
  readonly shape: readonly Dimension[]
  /** A port of the IR, or a level's key that is no feature of the graph. */
  readonly from:
    | { readonly kind: 'port'; readonly port: Port; readonly type: ValueType }
    | { readonly kind: 'key'; readonly key: string }
}

export const portInput = (port: Port, type: ValueType, shape: readonly Dimension[]): ArtifactInput => ({
  name: portName(port),
  dtype: type.dtype,
  shape,
  from: { kind: 'port', port, type },
})

/** The artifact's inputs: each port is one, declared by its op or by a row strategy, or a constant where its value is given. */
export class PortInputs {
  private readonly byName = new Map<string, ArtifactInput>()
  private readonly constants = new Set<string>()
  private readonly cleared = new Map<string, string>()
  constructor(
    private readonly writer: GraphWriter,
    private readonly weights: ReadonlyMap<string, HostTensor> | undefined,
    /** What of an id or string means missing in the logs, by feature. */
    private readonly sentinels: ReadonlyMap<string, number | string>,
  ) {}

  /** By name. */
  get all(): readonly ArtifactInput[] {
    return [...this.byName.values()].sort(byName)
  }

  /** Names of those with an entry for each row of a graph of one surface, by name. */
  get perRow(): readonly string[] {
    return this.all.filter(({ shape }) => shape[0] === 'batch').map(({ name }) => name)
  }

  /** A list's elements as they come in. Throws Error where the graph reads none of them. */
  listNamed(feature: string): string {
    const name = portName({ kind: 'feature', feature, part: 'value' })
    if (!this.byName.has(name)) throw new Error(`the elements of '${feature}' are no input`)
    return name
  }

  /** The ONNX value of a port that an op of the graph is. */
  value(port: Port, type: ValueType, shape: readonly Dimension[]): string {
    const name = portName(port)
    if (this.weights && (port.kind === 'parameter' || port.kind === 'table')) return this.constant(name, this.weights)
    return this.clear(this.declare(portInput(port, type, shape)), type.dtype)
  }

  /** Takes the inputs that a row strategy reads beside the graph's own; a key that is a feature of the graph is one input with it. */
  declareAll(inputs: readonly ArtifactInput[]): void {
    for (const input of inputs) this.declare(input)
  }

  /** The ONNX value of an input that is declared. Throws Error where it is not: a strategy reads more than it declares. */
  read({ name, dtype }: ArtifactInput): string {
    if (!this.byName.has(name)) throw new Error(`'${name}' is read, which nothing declares as an input`)
    return this.clear(name, dtype)
  }

  /** An input as the graph reads it: its sentinel is missing, for tables, flags and groups alike. */
  private clear(name: string, dtype: Dtype): string {
    const sentinel = this.sentinels.get(name)
    if (sentinel === undefined) return name
    const known = this.cleared.get(name)
    if (known !== undefined) return known
    const cleared = withoutSentinel(name, dtype, sentinel, new OpWriter(this.writer, `missing/${name}`))
    this.cleared.set(name, cleared)
    return cleared
  }

  private declare(input: ArtifactInput): string {
    const known = this.byName.get(input.name)
    if (known) {
      if (known.from.kind === 'key' && input.from.kind === 'port') this.byName.set(input.name, input)
      return input.name
    }
    this.byName.set(input.name, input)
    return input.name
  }

  private constant(name: string, weights: ReadonlyMap<string, HostTensor>): string {
    if (this.constants.has(name)) return name
    const tensor = weights.get(name)
    if (tensor?.dtype !== 'float32') throw new Error(`no float32 values are given for '${name}'`)
    this.constants.add(name)
    return this.writer.weight(name, 'float32', tensor.dims, tensor.data, true)
  }
}
