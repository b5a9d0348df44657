import type { RawColumn } from '../features/raw.ts'
import { rawFeed } from '../features/raw-feeds.ts'
import { dropoutMask } from '../graph/dropout.ts'
import { encodedFeatures, type Port, portName } from '../graph/ports.ts'
import { SurfaceSet } from '../graph/surfaces.ts'
import { floats, type HostTensor, scalar } from '../graph/tensor.ts'
import { sizeOf, type ValueType } from '../graph/types.ts'
import type { Feature } from '../model/feature.ts'
import type { EngineFeeds, EngineInput } from '../runtime/feeds.ts'
import type { Batch, DropoutState } from './batch.ts'
import { type EncodedBy, type EncodedFrom, encodedFeature, encodedTableRows } from './encoded-feature.ts'
import type { RowGroups } from './groups.ts'
import type { EncodedTable } from './tables.ts'

/**
 * The least sum of a task's weights: where a batch has no labelled row, the loss is 0 / this = 0 and so is its gradient,
 * both finite in 32 bits.
 */
export const leastWeightSum = 1e-30

/** What feeds are made from, beside the batch. */
export interface FeedContext {
  readonly features: ReadonlyMap<string, Feature>
  readonly rowLevel: string
  readonly table: (name: string) => EncodedTable
  /** Defaults to 1. */
  readonly surfaceWeight: (surface: string) => number
}

type FeedBatch = Omit<Batch, 'feeds' | 'groups' | 'groupKey'> & { readonly groups: RowGroups }

/** Fills the ports of a graph from a batch; those that others fill (parameters, tables, state, hyperparameters) are passed over. */
export function batchFeeds(
  batch: FeedBatch,
  context: FeedContext,
  inputs: readonly EngineInput[],
  dropout: DropoutState | undefined,
): EngineFeeds {
  const tensors = new Map<string, HostTensor>()
  const tables = new Set<string>()
  for (const { port, type } of inputs) {
    for (const { as } of encodedFeatures(port)) if (as.kind === 'row') tables.add(as.table)
    if (port.kind === 'encoded_rows') for (const table of port.stack.tables) tables.add(table)
    const tensor =
      port.kind === 'weight_sum'
        ? scalar(Math.max(weightSum(batch, context, port.task, surfacesOfTask(inputs, port.task)), leastWeightSum))
        : fill(batch, context, port, type, dropout)
    if (tensor !== undefined) tensors.set(portName(port), tensor)
  }
  const tableRows = new Map([...tables].map((name) => [name, context.table(name).touched.take()]))
  // Where a table begins in its stack is known when all features have been encoded.
  for (const { port } of inputs) {
    const tensor = port.kind === 'encoded_rows' ? tensors.get(portName(port)) : undefined
    if (port.kind === 'encoded_rows' && tensor?.dtype === 'int32') countFromStack(tensor.data, port, tableRows)
  }
  return { tensors, tableRows }
}

function fill(
  batch: FeedBatch,
  context: FeedContext,
  port: Port,
  type: ValueType,
  dropout: DropoutState | undefined,
): HostTensor | undefined {
  const { groups } = batch
  switch (port.kind) {
    case 'feature':
      return rawFeed(columnOf(batch, port.feature), port.part, firstRows(groups, type), type.shape)
    case 'encoded':
      return encoded(batch, context, port, type)
    case 'encoded_rows':
      return encodedRows(batch, context, port, type)
    case 'label':
      return floats(labelsOf(batch, context, port.task, port.surfaces), rowsOn(batch, context, port.surfaces).length)
    case 'weight':
      return floats(weightsOf(batch, context, port.task, port.surfaces), rowsOn(batch, context, port.surfaces).length)
    case 'dropout': {
      if (dropout === undefined) throw new Error(`'${portName(port)}' needs the state of dropout`)
      const ordinals = firstRows(groups, type)
      const { path, rate } = port
      const mask = dropoutMask({ ...dropout, path, rate, ordinals, size: sizeOf(type.shape) })
      return floats(mask, ordinals.length, ...type.shape)
    }
    case 'index':
      return int32(groups.index(port.from, port.to, port.surfaces))
    case 'offsets':
      return int32(groups.offsets(port.level, port.surfaces))
    case 'group_rows': {
      const counts = groups.groupRows(port.level, port.surfaces)
      return floats(counts, counts.length)
    }
    case 'parameter':
    case 'table':
    case 'state':
    case 'gradient':
    case 'hyper':
    case 'weight_sum':
      return undefined
  }
}

function encoded(
  batch: FeedBatch,
  context: FeedContext,
  port: Extract<Port, { kind: 'encoded' }>,
  type: ValueType,
): HostTensor {
  const tensor = encodedFeature(port, type, encodedFrom(batch, type), encodedBy(context))
  if (port.as.kind === 'row' && tensor.dtype === 'int32') context.table(port.as.table).touched.localize(tensor.data)
  return tensor
}

/** Each feature's rows of its table in its own columns of one matrix. */
function encodedRows(
  batch: FeedBatch,
  context: FeedContext,
  port: Extract<Port, { kind: 'encoded_rows' }>,
  type: ValueType,
): HostTensor {
  const from = encodedFrom(batch, type)
  const by = encodedBy(context)
  const rows = from.rows.length
  const width = sizeOf(type.shape)
  const data = new Int32Array(rows * width)
  let column = 0
  for (const { feature, table, size } of port.features) {
    const own = encodedTableRows(feature, size, table, from, by)
    context.table(table).touched.localize(own)
    for (let row = 0; row < rows; row++)
      for (let i = 0; i < size; i++) data[row * width + column + i] = own[row * size + i]!
    column += size
  }
  return { dtype: 'int32', dims: [rows, ...type.shape], data }
}

const encodedFrom = (batch: FeedBatch, type: ValueType): EncodedFrom => ({
  column: (name) => columnOf(batch, name),
  views: batch.views,
  rows: firstRows(batch.groups, type),
})

const encodedBy = ({ features, table }: FeedContext): EncodedBy => ({ features, table: (name) => table(name).rows })

/** Adds to each feature's rows how many rows of the stack lie before its table's. */
function countFromStack(
  data: Int32Array,
  { stack, features }: Extract<Port, { kind: 'encoded_rows' }>,
  tableRows: EngineFeeds['tableRows'],
): void {
  const firsts = new Map<string, number>()
  let before = 0
  for (const table of stack.tables) {
    firsts.set(table, before)
    before += tableRows.get(table)!.length
  }
  const ofColumn = features.flatMap(({ table, size }) => new Array<number>(size).fill(firsts.get(table)!))
  if (ofColumn.every((first) => first === 0)) return
  const width = ofColumn.length
  for (let row = 0; row < data.length; row += width)
    for (let column = 0; column < width; column++) data[row + column]! += ofColumn[column]!
}

const int32 = (data: Int32Array): HostTensor => ({ dtype: 'int32', dims: [data.length], data })

function firstRows(groups: RowGroups, { rows }: ValueType): Int32Array {
  if (rows.kind !== 'level') throw new Error('an input of the batch has rows of a level')
  return groups.firstRows(rows.level, rows.surfaces)
}

function columnOf({ raw }: FeedBatch, name: string): RawColumn {
  const column = raw.columns.get(name)
  if (column === undefined) throw new Error(`column '${name}' was not read: the dataset was opened for another graph`)
  return column
}

const rowsOn = (batch: FeedBatch, { rowLevel }: FeedContext, surfaces: SurfaceSet): Int32Array =>
  batch.groups.firstRows(rowLevel, surfaces)

const labelsOf = (batch: FeedBatch, context: FeedContext, task: string, surfaces: SurfaceSet): Float32Array => {
  const labels = batch.labels.get(task)
  return Float32Array.from(rowsOn(batch, context, surfaces), (row) => Math.max(0, labels?.[row] ?? 0))
}

/** The row's weight times its surface's, rounded once; 0 where unlabelled. */
const weightsOf = (batch: FeedBatch, context: FeedContext, task: string, surfaces: SurfaceSet): Float32Array => {
  const labels = batch.labels.get(task)
  const surfaceWeights = batch.surfaces.map(context.surfaceWeight)
  return Float32Array.from(rowsOn(batch, context, surfaces), (row) =>
    labels === undefined || labels[row]! < 0 ? 0 : batch.weights[row]! * surfaceWeights[batch.surfaceOf[row]!]!,
  )
}

/** Surfaces on which the graph computes a loss of the task: it reads their weights. */
const surfacesOfTask = (inputs: readonly EngineInput[], task: string): SurfaceSet =>
  SurfaceSet.of(inputs.flatMap(({ port }) => (port.kind === 'weight' && port.task === task ? [...port.surfaces] : [])))

/** Over all rows that have a loss, in doubles, of the weights as the graph gets them. */
const weightSum = (batch: FeedBatch, context: FeedContext, task: string, surfaces: SurfaceSet): number =>
  weightsOf(batch, context, task, surfaces).reduce((sum, weight) => sum + weight, 0)
