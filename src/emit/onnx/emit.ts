import type { Graph, Op, OpKind, OpOf } from '../../graph/graph.ts'
import { type Output, outputName } from '../../graph/outputs.ts'
import { portName } from '../../graph/ports.ts'
import { resultsOf } from '../../graph/results.ts'
import type { HostTensor } from '../../graph/tensor.ts'
import type { ValueType } from '../../graph/types.ts'
import type { Vocabulary } from '../../graph/vocabulary.ts'
import { ContentDigests } from '../../host/content-digests.ts'
import type { LoweringContext, LoweringTable } from './lowering.ts'
import type { Dimension, OnnxValue } from './model.ts'
import type { Operand } from './operands.ts'
import { lowerings } from './ops/table.ts'
import { withOutputNames } from './output-names.ts'
import { type ArtifactInput, PortInputs } from './port-inputs.ts'
import { encodeModel } from './proto.ts'
import { type RowOptions, rowStrategy } from './rows/strategies.ts'
import type { RowStrategy } from './rows/strategy.ts'
import { withoutScaleChains } from './scale-chains.ts'
import { type Blob, WeightStore } from './weights.ts'
import { GraphWriter, mlDomain, OpWriter, runtimeDomain } from './writer.ts'

export interface EmitOptions {
  /** The model's name. */
  readonly name: string
  readonly documentation?: string
  /** How levels lie in the model (rows/). */
  readonly rows: RowOptions
  /** Parameters and tables as inputs named by their ports, or as constants: values by port name. */
  readonly weights: 'inputs' | { readonly values: ReadonlyMap<string, HostTensor> }
  /** By table; those that the graph's ops read must be there. */
  readonly vocabularies: ReadonlyMap<string, Vocabulary>
  /** Of ids and strings, by feature: the sentinel. Numbers have theirs in the graph. */
  readonly sentinels?: ReadonlyMap<string, number | string>
  /** Weights in files beside the model, by content. */
  readonly external: boolean
  /** Of the weights' arrays, where several models are emitted of the same ones. */
  readonly digests?: ContentDigests
}

export interface ArtifactOutput {
  readonly name: string
  /** What it is. */
  readonly of: Output
  readonly dtype: ValueType['dtype']
  readonly shape: readonly Dimension[]
}

export interface OnnxArtifact {
  readonly bytes: Uint8Array
  /** Files `<sha256>.bin` that must lie beside the model, sorted by digest. */
  readonly blobs: readonly Blob[]
  /** Sorted by name. */
  readonly inputs: readonly ArtifactInput[]
  readonly outputs: readonly ArtifactOutput[]
  readonly opset: number
}

/** The version counts up when the same graph gives other bytes. */
const producer = { name: 'ctrc', version: '1' } as const
const irVersion = 8
/** The opset of ONNX 1.13, whose IR version is 8; it has BitwiseXor and ScatterElements' addition. */
const opset = 18
const mlOpset = 3
/** The oldest ONNX Runtime in which serving graphs are run by `npm run check:runtimes`; others of this opset are not tried. */
export const oldestRuntime = '1.15'

/** Lowers a graph to one ONNX model. Equal graphs, options and values give equal bytes. Throws Error on a defect of ctrc. */
export function emitOnnx(graph: Graph, options: EmitOptions): OnnxArtifact {
  const weights = new WeightStore(options.external, options.digests ?? new ContentDigests())
  const writer = new GraphWriter(weights)
  const ports = new PortInputs(
    writer,
    options.weights === 'inputs' ? undefined : options.weights.values,
    options.sentinels ?? new Map(),
  )
  const rows = rowStrategy(options.rows, { graph, ports, writer })
  ports.declareAll(rows.inputs)
  const context: LoweringContext = {
    rows,
    ports,
    table: (name) => ({ declaration: tableNamed(graph, name), vocabulary: options.vocabularies.get(name) }),
    tableRows: (table, node) => tableRows(graph, table, node),
  }
  const values = new Map<string, Operand>()
  for (const op of inputsFirst(graph.ops)) {
    const operands = op.inputs.map((name) => operandNamed(values, name, op.id))
    const given = lower(lowerings, op, operands, new OpWriter(writer, op.id), context)
    const names = typeof given === 'string' ? [given] : given
    for (const [position, { name, type }] of resultsOf(op).entries()) values.set(name, { name: names[position]!, type })
  }
  const outputs = graph.outputs.map(({ value, ...of }) => {
    const name = outputName(of)
    const operand = operandNamed(values, value, name)
    return { name, of, value: operand.name, dtype: operand.type.dtype, shape: outputShape(operand.type, rows) }
  })
  const bytes = encodeModel({
    name: options.name,
    irVersion,
    opsets: [
      { domain: '', version: opset },
      { domain: mlDomain, version: mlOpset },
      ...(writer.nodes.some(({ domain }) => domain === runtimeDomain) ? [{ domain: runtimeDomain, version: 1 }] : []),
    ],
    producer,
    doc: options.documentation ?? '',
    metadata: [],
    inputs: ports.all.map(onnxValue),
    outputs: outputs.map(onnxValue),
    initializers: writer.initializers,
    nodes: withOutputNames(withoutScaleChains(writer.nodes, writer.initializers), outputs),
  })
  return {
    bytes,
    blobs: weights.blobs,
    inputs: ports.all,
    outputs: outputs.map(({ name, of, dtype, shape }) => ({ name, of, dtype, shape })),
    opset,
  }
}

/** The nodes that prepare inputs (lists padded, groups of rows) stand before those that compute. */
const inputsFirst = (ops: readonly Op[]): Op[] => [
  ...ops.filter(({ kind }) => kind === 'input'),
  ...ops.filter(({ kind }) => kind !== 'input'),
]

const lower = <K extends OpKind>(
  table: LoweringTable,
  op: OpOf<K>,
  operands: readonly Operand[],
  node: OpWriter,
  context: LoweringContext,
): string | readonly string[] => table[op.kind](op, operands, node, context)

function tableNamed(graph: Graph, name: string) {
  const table = graph.tables.find((each) => each.name === name)
  if (!table) throw new Error(`the graph has no table '${name}'`)
  return table
}

function tableRows(graph: Graph, table: string, node: OpWriter): string {
  const input = graph.ops.find(
    (op) => op.kind === 'input' && op.attributes.port.kind === 'table' && op.attributes.port.table === table,
  )
  if (!input) throw new Error(`'${node.path}' scatters into table '${table}', whose rows are no input of the graph`)
  return node.step('Shape', [portName({ kind: 'table', table })], { start: { int: 0 }, end: { int: 1 } })
}

function operandNamed(values: ReadonlyMap<string, Operand>, name: string, reader: string): Operand {
  const operand = values.get(name)
  if (!operand) throw new Error(`'${reader}' reads '${name}', which nothing before it gives`)
  return operand
}

function outputShape({ rows, shape }: ValueType, strategy: RowStrategy): readonly Dimension[] {
  switch (rows.kind) {
    case 'none':
      return shape
    case 'level':
      return [strategy.outputDimension(rows), ...shape]
    case 'table':
      return [`rows/table/${rows.table}`, ...shape]
  }
}

const onnxValue = (value: Pick<ArtifactOutput, 'name' | 'dtype' | 'shape'>): OnnxValue => ({
  name: value.name,
  type: value.dtype,
  shape: value.shape,
  doc: '',
})
