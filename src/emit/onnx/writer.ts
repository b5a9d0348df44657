import { byName } from '../../diagnostics/text-order.ts'
import { exactNumber } from '../../graph/exact-number.ts'
import { resultName } from '../../graph/results.ts'
import type { AttributeValue, ElementType, OnnxNode, OnnxTensor } from './model.ts'
import { bytesOf, type WeightStore } from './weights.ts'

export const mlDomain = 'ai.onnx.ml'

/** ONNX Runtime's own ops, which the ONNX standard has not. */
export const runtimeDomain = 'com.microsoft'

export interface NodeOptions {
  readonly attributes?: Readonly<Record<string, AttributeValue>>
  readonly domain?: string
}

/** Collects the nodes, inputs and constants of one model. Names are unique: a second use is a defect. */
export class GraphWriter {
  readonly nodes: OnnxNode[] = []
  private readonly constants = new Map<string, OnnxTensor>()
  private readonly taken = new Set<string>()
  constructor(private readonly weights: WeightStore) {}

  /** Constants by name. */
  get initializers(): readonly OnnxTensor[] {
    return [...this.constants.values()].sort(byName)
  }

  node(
    name: string,
    doc: string,
    opType: string,
    inputs: readonly string[],
    outputs: readonly string[],
    options: NodeOptions = {},
  ): void {
    for (const output of outputs) if (output) this.take(output)
    this.nodes.push({
      name,
      opType,
      domain: options.domain ?? '',
      inputs,
      outputs,
      attributes: options.attributes ?? {},
      doc,
    })
  }

  /** A named constant: a parameter, a table, an op's own data. */
  weight(name: string, type: ElementType, dims: readonly number[], data: ArrayBufferView, blob: boolean): string {
    this.take(name)
    const content = blob ? this.weights.blob(data) : ({ kind: 'raw', bytes: bytesOf(data) } as const)
    this.constants.set(name, { name, type, dims, content })
    return name
  }

  int64s(values: readonly number[], dims: readonly number[] = [values.length]): string {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer)
    return this.shared('int64', values.join(','), dims, bytes)
  }

  int64(value: number | bigint): string {
    return this.shared('int64', String(value), [], new Uint8Array(BigInt64Array.of(BigInt(value)).buffer))
  }

  int32s(values: readonly number[], dims: readonly number[] = [values.length]): string {
    return this.shared('int32', values.join(','), dims, new Uint8Array(Int32Array.from(values).buffer))
  }

  uint32(value: number): string {
    return this.shared('uint32', String(value), [], new Uint8Array(Uint32Array.of(value).buffer))
  }

  int32(value: number): string {
    return this.shared('int32', String(value), [], new Uint8Array(Int32Array.of(value).buffer))
  }

  floats(values: readonly number[]): string {
    return this.shared('float32', values.map(exactNumber).join(','), [values.length], floatBytes(values))
  }

  float(value: number): string {
    return this.shared('float32', exactNumber(value), [], floatBytes([value]))
  }

  double(value: number): string {
    const bytes = new Uint8Array(Float64Array.of(value).buffer)
    return this.shared('float64', exactNumber(value), [], bytes)
  }

  string(value: string): string {
    const name = `constant:string[]${JSON.stringify(value)}`
    this.constants.set(name, { name, type: 'string', dims: [], content: { kind: 'strings', words: [value] } })
    return name
  }

  /** Small constants are named by their content and stand in the model once. */
  private shared(type: ElementType, content: string, dims: readonly number[], bytes: Uint8Array): string {
    const name = `constant:${type}[${dims.join(',')}]${content}`
    this.constants.set(name, { name, type, dims, content: { kind: 'raw', bytes } })
    return name
  }

  private take(name: string): void {
    if (this.taken.has(name)) throw new Error(`two values of the ONNX graph would be named '${name}'`)
    this.taken.add(name)
  }
}

export const floatBytes = (values: Iterable<number>): Uint8Array => new Uint8Array(Float32Array.from(values).buffer)

/** Writes the nodes of one op: the one with the op's name, and helpers named under it. */
export class OpWriter {
  private readonly suffixes = new Map<string, number>()
  constructor(
    readonly graph: GraphWriter,
    /** The op's name: a spec path. */
    readonly path: string,
  ) {}

  /** The node that gives the op's value: both have the op's name. */
  result(opType: string, inputs: readonly string[], attributes: NodeOptions['attributes'] = {}, domain = ''): string {
    this.graph.node(this.path, this.path, opType, inputs, [this.path], { attributes, domain })
    return this.path
  }

  /** The node that gives the values of an op of several results, named as the op's (graph/results.ts). */
  results(
    opType: string,
    inputs: readonly string[],
    count: number,
    attributes: NodeOptions['attributes'] = {},
  ): readonly string[] {
    const outputs = Array.from({ length: count }, (_, position) => resultName(this.path, position))
    this.graph.node(this.path, this.path, opType, inputs, outputs, { attributes })
    return outputs
  }

  /** A node on the way, named `<path>:<optype>` with an ordinal from the second on. */
  step(opType: string, inputs: readonly string[], attributes: NodeOptions['attributes'] = {}, domain = ''): string {
    const name = this.fresh(opType.toLowerCase())
    this.graph.node(name, this.path, opType, inputs, [name], { attributes, domain })
    return name
  }

  /** A step with several outputs; an empty suffix leaves one out. */
  steps(
    opType: string,
    inputs: readonly string[],
    suffixes: readonly string[],
    attributes: NodeOptions['attributes'] = {},
  ): string[] {
    const name = this.fresh(opType.toLowerCase())
    const outputs = suffixes.map((suffix) => (suffix ? `${name}.${suffix}` : ''))
    this.graph.node(name, this.path, opType, inputs, outputs, { attributes })
    return outputs
  }

  cast(value: string, to: ElementType): string {
    return this.step('Cast', [value], castTo(to))
  }

  private fresh(kind: string): string {
    const ordinal = this.suffixes.get(kind) ?? 0
    this.suffixes.set(kind, ordinal + 1)
    return ordinal === 0 ? `${this.path}:${kind}` : `${this.path}:${kind}.${ordinal}`
  }
}

const typeCodes: Readonly<Record<ElementType, number>> = {
  float32: 1,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float64: 11,
  uint32: 12,
  uint64: 13,
}

/** Attributes of Cast. */
export const castTo = (type: ElementType): Readonly<Record<string, AttributeValue>> => ({
  to: { int: typeCodes[type] },
})
