import type { Graph, OpKind, OpOf } from './graph.ts'
import { opTable } from './ops/table.ts'
import { outputName } from './outputs.ts'
import { portName } from './ports.ts'
import type { ReferenceTensor, RowEnvironment } from './reference.ts'
import { resultName } from './results.ts'
import type { HostTensor } from './tensor.ts'
import { noRows, type Shape, showType, sizeOf, type ValueType } from './types.ts'

/**
 * Every value of a graph in doubles, by value name: the plain reference that engines are compared with.
 * Feeds by port name. A feed's size must be its rows times its shape's size.
 */
export function evaluateValues(
  graph: Graph,
  feeds: ReadonlyMap<string, ReferenceTensor>,
  rows: RowEnvironment,
): ReadonlyMap<string, ReferenceTensor> {
  const values = new Map<string, ReferenceTensor>()
  const named = (name: string): ReferenceTensor => {
    const value = values.get(name)
    if (!value) throw new Error(`'${name}' has no value`)
    return value
  }
  for (const op of graph.ops) {
    if (op.kind === 'input') {
      values.set(op.id, fed(op, feeds))
      continue
    }
    const inputs = op.inputs.map(named)
    values.set(op.id, evaluateOp(op, inputs, rows))
    for (const [i, value] of otherValues(op, inputs, rows).entries()) values.set(resultName(op.id, i + 1), value)
  }
  return values
}

/** A graph's outputs in doubles, by output name. */
export function evaluateGraph(
  graph: Graph,
  feeds: ReadonlyMap<string, ReferenceTensor>,
  rows: RowEnvironment,
): ReadonlyMap<string, ReferenceTensor> {
  const values = evaluateValues(graph, feeds, rows)
  return new Map(graph.outputs.map((output) => [outputName(output), values.get(output.value)!]))
}

export const evaluateOp = <K extends OpKind>(
  op: OpOf<K>,
  inputs: readonly ReferenceTensor[],
  rows: RowEnvironment,
): ReferenceTensor => opTable[op.kind].evaluate(inputs, op, rows)

const otherValues = <K extends OpKind>(
  op: OpOf<K>,
  inputs: readonly ReferenceTensor[],
  rows: RowEnvironment,
): readonly ReferenceTensor[] => opTable[op.kind].others?.evaluate(inputs, op, rows) ?? []

function fed(op: OpOf<'input'>, feeds: ReadonlyMap<string, ReferenceTensor>): ReferenceTensor {
  const name = portName(op.attributes.port)
  const feed = feeds.get(name)
  if (!feed) throw new Error(`port '${name}' is not fed`)
  const elements = feed.strings?.length ?? feed.data.length
  if (elements !== feed.rows * sizeOf(op.type.shape))
    throw new Error(`port '${name}' has ${elements} elements in ${feed.rows} rows for ${showType(op.type)}`)
  return { ...feed, type: op.type }
}

/** A value of the reference, `rows` of them side by side; row-free values have one. */
export const referenceTensor = (type: ValueType, data: ArrayLike<number>): ReferenceTensor => ({
  type,
  rows: type.rows.kind === 'none' ? 1 : data.length / Math.max(1, sizeOf(type.shape)),
  data: Float64Array.from(data),
})

/** A row-free float32 value. */
export const rowFree = (shape: Shape, data: ArrayLike<number>): ReferenceTensor =>
  referenceTensor({ dtype: 'float32', shape, rows: noRows }, data)

/** What a runtime was fed or gave, for the reference. The type determines whether the first dimension is rows. */
export function fromHost(type: ValueType, tensor: HostTensor): ReferenceTensor {
  const rows = type.rows.kind === 'none' ? 1 : tensor.dims[0]!
  switch (tensor.dtype) {
    case 'string':
      return { type, rows, data: new Float64Array(tensor.data.length), strings: tensor.data }
    case 'int64':
      return { type, rows, data: Float64Array.from(tensor.data, Number), integers: tensor.data }
    default:
      return { type, rows, data: Float64Array.from(tensor.data) }
  }
}
