/**
 * The only file that knows onnx-proto: models as plain data to and from protobuf bytes.
 * The message order of protobufjs is the field order, so equal models give equal bytes.
 */
import type { onnx as Onnx } from 'onnx-proto'
// A CommonJS module: Node's own loader finds no names in it.
import onnxProto from 'onnx-proto'
import type { AttributeValue, Dimension, ElementType, OnnxModel, OnnxNode, OnnxTensor, OnnxValue } from './model.ts'

const { onnx } = onnxProto
const { DataType, DataLocation } = onnx.TensorProto
const { AttributeType } = onnx.AttributeProto

const dataTypes = {
  float32: DataType.FLOAT,
  float64: DataType.DOUBLE,
  int32: DataType.INT32,
  int64: DataType.INT64,
  uint32: DataType.UINT32,
  uint64: DataType.UINT64,
  bool: DataType.BOOL,
  string: DataType.STRING,
} satisfies Record<ElementType, Onnx.TensorProto.DataType>

const elementTypes = new Map<number, ElementType>([
  [dataTypes.float32, 'float32'],
  [dataTypes.float64, 'float64'],
  [dataTypes.int32, 'int32'],
  [dataTypes.int64, 'int64'],
  [dataTypes.uint32, 'uint32'],
  [dataTypes.uint64, 'uint64'],
  [dataTypes.bool, 'bool'],
  [dataTypes.string, 'string'],
])

const utf8 = new TextEncoder()
const text = new TextDecoder()

export function encodeModel(model: OnnxModel): Uint8Array {
  const message = onnx.ModelProto.create({
    irVersion: model.irVersion,
    opsetImport: model.opsets.map(({ domain, version }) => ({ domain, version })),
    producerName: model.producer.name,
    producerVersion: model.producer.version,
    docString: model.doc,
    metadataProps: model.metadata.map(({ key, value }) => ({ key, value })),
    graph: {
      name: model.name,
      node: model.nodes.map(nodeMessage),
      initializer: model.initializers.map(tensorMessage),
      input: model.inputs.map(valueMessage),
      output: model.outputs.map(valueMessage),
    },
  })
  return onnx.ModelProto.encode(message).finish().slice()
}

function nodeMessage(node: OnnxNode): Onnx.INodeProto {
  return {
    input: [...node.inputs],
    output: [...node.outputs],
    name: node.name,
    opType: node.opType,
    domain: node.domain,
    docString: node.doc,
    attribute: Object.keys(node.attributes)
      .sort()
      .map((name) => attributeMessage(name, node.attributes[name]!)),
  }
}

function attributeMessage(name: string, value: AttributeValue): Onnx.IAttributeProto {
  if ('int' in value) return { name, type: AttributeType.INT, i: value.int }
  if ('float' in value) return { name, type: AttributeType.FLOAT, f: value.float }
  if ('string' in value) return { name, type: AttributeType.STRING, s: utf8.encode(value.string) }
  if ('ints' in value) return { name, type: AttributeType.INTS, ints: wideIntegers(value.ints) }
  if ('strings' in value) {
    return { name, type: AttributeType.STRINGS, strings: value.strings.map((word) => utf8.encode(word)) }
  }
  return { name, type: AttributeType.TENSOR, t: tensorMessage(value.tensor) }
}

/** protobufjs takes 64-bit integers as two lanes; plain numbers would lose ids beyond 2^53. */
function wideIntegers(values: readonly number[] | BigInt64Array): (number | { low: number; high: number })[] {
  if (!(values instanceof BigInt64Array)) return [...values]
  const lanes = new Int32Array(values.buffer, values.byteOffset, values.length * 2)
  return Array.from(values, (_, i) => ({ low: lanes[2 * i]!, high: lanes[2 * i + 1]!, unsigned: false }))
}

function tensorMessage(tensor: OnnxTensor): Onnx.ITensorProto {
  const common = { name: tensor.name, dims: [...tensor.dims], dataType: dataTypes[tensor.type] }
  switch (tensor.content.kind) {
    case 'raw':
      return { ...common, rawData: tensor.content.bytes }
    case 'strings':
      return { ...common, stringData: tensor.content.words.map((word) => utf8.encode(word)) }
    case 'external':
      return {
        ...common,
        dataLocation: DataLocation.EXTERNAL,
        externalData: [
          { key: 'location', value: tensor.content.location },
          { key: 'offset', value: '0' },
          { key: 'length', value: String(tensor.content.length) },
        ],
      }
  }
}

function valueMessage(value: OnnxValue): Onnx.IValueInfoProto {
  const dim = value.shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }))
  return {
    name: value.name,
    docString: value.doc,
    type: { tensorType: { elemType: dataTypes[value.type], shape: { dim } } },
  }
}

/** Reads what encodeModel writes. Throws Error on bytes that are no such model. */
export function decodeModel(bytes: Uint8Array): OnnxModel {
  const message = onnx.ModelProto.decode(bytes)
  const graph = message.graph ?? {}
  return {
    name: graph.name ?? '',
    irVersion: Number(message.irVersion),
    opsets: message.opsetImport.map((each) => ({ domain: each.domain ?? '', version: Number(each.version) })),
    producer: { name: message.producerName, version: message.producerVersion },
    doc: message.docString,
    metadata: message.metadataProps.map((each) => ({ key: each.key ?? '', value: each.value ?? '' })),
    inputs: (graph.input ?? []).map(readValue),
    outputs: (graph.output ?? []).map(readValue),
    initializers: (graph.initializer ?? []).map(readTensor),
    nodes: (graph.node ?? []).map(readNode),
  }
}

function readNode(node: Onnx.INodeProto): OnnxNode {
  return {
    name: node.name ?? '',
    opType: node.opType ?? '',
    domain: node.domain ?? '',
    inputs: node.input ?? [],
    outputs: node.output ?? [],
    attributes: Object.fromEntries((node.attribute ?? []).map((each) => [each.name ?? '', readAttribute(each)])),
    doc: node.docString ?? '',
  }
}

function readAttribute(attribute: Onnx.IAttributeProto): AttributeValue {
  switch (attribute.type) {
    case AttributeType.INT:
      return { int: Number(attribute.i) }
    case AttributeType.FLOAT:
      return { float: attribute.f ?? 0 }
    case AttributeType.STRING:
      return { string: text.decode(attribute.s ?? new Uint8Array()) }
    case AttributeType.INTS:
      return { ints: BigInt64Array.from(attribute.ints ?? [], (value) => BigInt(value.toString())) }
    case AttributeType.STRINGS:
      return { strings: (attribute.strings ?? []).map((word) => text.decode(word)) }
    case AttributeType.TENSOR:
      return { tensor: readTensor(attribute.t ?? {}) }
    default:
      throw new Error(`attribute ${attribute.name} has a type that ctrc does not write`)
  }
}

function readTensor(tensor: Onnx.ITensorProto): OnnxTensor {
  const external = new Map((tensor.externalData ?? []).map((each) => [each.key, each.value ?? '']))
  const words = tensor.stringData ?? []
  return {
    name: tensor.name ?? '',
    type: readType(tensor.dataType),
    dims: (tensor.dims ?? []).map(Number),
    content:
      tensor.dataLocation === DataLocation.EXTERNAL
        ? { kind: 'external', location: external.get('location') ?? '', length: Number(external.get('length')) }
        : tensor.dataType === dataTypes.string
          ? { kind: 'strings', words: words.map((word) => text.decode(word)) }
          : { kind: 'raw', bytes: tensor.rawData ?? new Uint8Array() },
  }
}

function readValue(value: Onnx.IValueInfoProto): OnnxValue {
  const tensor = value.type?.tensorType
  const shape = (tensor?.shape?.dim ?? []).map((dim): Dimension => dim.dimParam || Number(dim.dimValue))
  return { name: value.name ?? '', type: readType(tensor?.elemType), shape, doc: value.docString ?? '' }
}

function readType(code: number | null | undefined): ElementType {
  const type = elementTypes.get(code ?? 0)
  if (!type) throw new Error(`element type ${code} is none that ctrc writes`)
  return type
}
