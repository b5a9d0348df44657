import type { Tensor } from '@tensorflow/tfjs-core'
import { byName } from '../diagnostics/text-order.ts'
import type { Graph } from '../graph/graph.ts'
import { portName } from '../graph/ports.ts'
import type { FloatTensor, HostTensor } from '../graph/tensor.ts'
import { type Optimizers, ruleFor, slotPort } from '../optimizers/chosen.ts'
import { slotDims } from '../optimizers/define-optimizer.ts'
import { TableRowBuffer, type TouchedTables } from './table-rows.ts'
import type { Tfjs } from './tfjs-backends.ts'
import { type TrainedValue, trainedValues, ValueStore } from './values.ts'

type Tensors = Readonly<Record<string, Tensor>>

/** What a step reads and gives: parameters and slots, of tables the batch's rows. */
export interface StepValues {
  readonly params: Tensors
  readonly slots: Tensors
}

/**
 * A model's values for the tfjs engine: parameters and their slots stay tensors on the backend from step to step; tables and
 * theirs lie whole on the host, as with the native engine.
 */
export class TfjsValues {
  private readonly values: readonly TrainedValue[]
  private readonly store: ValueStore
  private readonly buffers: ReadonlyMap<string, TableRowBuffer>
  private readonly onBackend = new Map<string, Tensor>()

  constructor(
    private readonly tf: Tfjs,
    graph: Graph,
    /** Names that have a gradient, and so slots. */
    trained: readonly string[],
    optimizers: Pick<Optimizers, 'optimizer' | 'tables'>,
    given: ReadonlyMap<string, HostTensor>,
  ) {
    this.values = trainedValues(graph)
      .flatMap((value) => (trained.includes(value.name) ? [value, ...slotValues(value, optimizers)] : [value]))
      .sort(byName)
    this.store = new ValueStore(this.values, given)
    this.buffers = new Map(
      this.values.flatMap((value) => (value.table === undefined ? [] : [[value.name, new TableRowBuffer([value])]])),
    )
    this.upload()
  }

  /** Everything a step reads. Tables' rows are new tensors: `take` or `release` disposes of them. */
  gathered(tableRows: TouchedTables): StepValues {
    const params: Record<string, Tensor> = {}
    const state: Record<string, Tensor> = {}
    for (const { name, kind, table } of this.values) {
      const tensor = table === undefined ? this.onBackend.get(name) : this.rowsOf(name, tableRows)
      if (tensor) (kind === 'state' ? state : params)[name] = tensor
    }
    return { params, slots: state }
  }

  /** Keeps a step's results, and disposes of what it read. */
  take(before: StepValues, after: StepValues, tableRows: TouchedTables): void {
    const [old, next] = [
      { ...before.params, ...before.slots },
      { ...after.params, ...after.slots },
    ]
    for (const { name, table } of this.values) {
      const value = next[name]
      if (!value) throw new Error(`the step gave no '${name}'`)
      if (value !== old[name]) old[name]?.dispose()
      if (table === undefined) {
        this.onBackend.set(name, value)
        continue
      }
      const buffer = this.buffers.get(name)!
      buffer.sized(tableRows).data.set(value.dataSync<'float32'>())
      buffer.scatter(this.store, tableRows)
      value.dispose()
    }
  }

  /** Disposes of gathered tables' rows, where no step takes them. */
  release({ params, slots: state }: StepValues): void {
    for (const { name, table } of this.values) if (table !== undefined) (params[name] ?? state[name])?.dispose()
  }

  /** The values as they stand on the host: what lies on the backend is fetched, tables are there. */
  tensors(kind: TrainedValue['kind']): ReadonlyMap<string, FloatTensor> {
    for (const [name, tensor] of this.onBackend) this.store.of(name).set(tensor.dataSync<'float32'>())
    return this.store.tensors(kind)
  }

  dispose(): void {
    for (const tensor of this.onBackend.values()) tensor.dispose()
    this.onBackend.clear()
  }

  private rowsOf(name: string, tableRows: TouchedTables): Tensor {
    const { data, dims } = this.buffers.get(name)!.gather(this.store, tableRows)
    // The cpu backend reads the buffer itself; it is written again when this tensor is gone.
    return this.tf.tensor(data, [...dims], 'float32')
  }

  private upload(): void {
    for (const { name, table, dims } of this.values) {
      if (table !== undefined) continue
      this.onBackend.set(name, this.tf.tensor(this.store.of(name).slice(), [...dims], 'float32'))
    }
  }
}

/** The optimizer's state beside a value. */
function slotValues(
  { name, table, dims, shape }: TrainedValue,
  optimizers: Pick<Optimizers, 'optimizer' | 'tables'>,
): readonly TrainedValue[] {
  const target = table === undefined ? 'parameter' : 'table'
  return ruleFor(optimizers, target).slots.map((slot) => ({
    name: portName(slotPort(target, table ?? name, slot.name)),
    kind: 'state',
    table,
    shape: slot.shape === 'value' ? shape : [],
    dims: slotDims(slot, target, dims),
  }))
}
