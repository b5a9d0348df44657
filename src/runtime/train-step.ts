import { isOutput, type Output, outputName } from '../graph/outputs.ts'
import { portName } from '../graph/ports.ts'
import { floats, type HostTensor, scalar } from '../graph/tensor.ts'
import { sizeOf } from '../graph/types.ts'
import type { EngineFeeds } from './feeds.ts'
import type { NativeSession } from './native.ts'
import { TableRowBuffer } from './table-rows.ts'
import type { StepResult } from './trainer.ts'
import type { TrainedValue, ValueStore } from './values.ts'

/** A value that each step changes, and the name of the output that gives its next one. */
interface Updated {
  readonly value: TrainedValue
  readonly output: string
}

interface UpdatedTable extends Updated {
  readonly table: string
  readonly rows: TableRowBuffer
}

/**
 * The optimized training graph, run step by step. Nothing of a parameter's size is allocated or copied in a step: the runtime
 * writes updates into buffers that then change places with the values. Of tables, the batch's rows go in and come back.
 */
export class TrainStep {
  private readonly inputs: SessionInputs
  private readonly dense: readonly Updated[]
  private readonly sparse: readonly UpdatedTable[]
  private readonly spare = new Map<string, Float32Array>()
  private readonly losses: ReadonlyMap<string, Extract<HostTensor, { dtype: 'float32' }>>
  private readonly taskLosses: readonly Extract<Output, { kind: 'task_loss' }>[]

  constructor(
    private readonly session: NativeSession,
    /** What the session's model gives. */
    outputs: readonly Output[],
    private readonly store: ValueStore,
  ) {
    this.inputs = new SessionInputs(session, store)
    const values = new Map(store.values.map((value) => [value.name, value]))
    const updates = outputs.filter(isOutput('update')).map((update): Updated => {
      const value = values.get(portName(update.of))
      if (!value) throw new Error(`the graph updates '${portName(update.of)}', which it does not train`)
      return { value, output: outputName(update) }
    })
    this.dense = updates.filter(({ value }) => value.table === undefined)
    this.sparse = updates.flatMap(({ value, output }) =>
      value.table === undefined ? [] : [{ value, output, table: value.table, rows: new TableRowBuffer(value) }],
    )
    for (const { value } of this.dense) this.spare.set(value.name, new Float32Array(sizeOf(value.dims)))
    this.taskLosses = outputs.filter(isOutput('task_loss'))
    this.losses = new Map(
      outputs
        .filter(isOutput('loss', 'task_loss'))
        .map((loss) => [outputName(loss), { dtype: 'float32', dims: [], data: new Float32Array(1) }]),
    )
  }

  async run({ tensors, tableRows }: EngineFeeds, hyper: ReadonlyMap<string, number>): Promise<StepResult> {
    const given = new Map(tensors)
    for (const [name, value] of hyper) given.set(portName({ kind: 'hyper', name }), scalar(value))
    const fetches = new Map<string, HostTensor>(this.losses)
    for (const { value, output } of this.dense) fetches.set(output, floats(this.spare.get(value.name)!, ...value.dims))
    for (const { rows, output, table } of this.sparse) fetches.set(output, rows.sized(rowsOf(tableRows, table).length))
    await this.session.run(this.inputs.feeds({ tensors: given, tableRows }), fetches)
    for (const { value } of this.dense)
      this.spare.set(value.name, this.store.exchange(value.name, this.spare.get(value.name)!))
    for (const { value, rows, table } of this.sparse) rows.scatter(this.store.of(value.name), rowsOf(tableRows, table))
    const lossOf = (loss: Output): number => this.losses.get(outputName(loss))?.data[0] ?? Number.NaN
    return {
      loss: lossOf({ kind: 'loss' }),
      losses: new Map(this.taskLosses.map((loss) => [loss.task, lossOf(loss)])),
    }
  }
}

/** What a session reads, prepared once: which inputs are values of the store, and which come with the batch. */
export class SessionInputs {
  private readonly values: readonly TrainedValue[]
  private readonly ofBatch: readonly string[]
  private readonly buffers: ReadonlyMap<string, TableRowBuffer>

  constructor(
    session: NativeSession,
    private readonly store: ValueStore,
  ) {
    const names = new Set(session.inputs.map(({ name }) => name))
    this.values = store.values.filter(({ name }) => names.has(name))
    const stored = new Set(this.values.map(({ name }) => name))
    this.ofBatch = [...names].filter((name) => !stored.has(name))
    this.buffers = new Map(
      this.values.flatMap((value) => (value.table === undefined ? [] : [[value.name, new TableRowBuffer(value)]])),
    )
  }

  /**
   * A batch's feeds, of what the session takes, and the store's values: row-free ones whole, of tables the batch's rows.
   * Throws Error where one is missing.
   */
  feeds({ tensors, tableRows }: EngineFeeds): ReadonlyMap<string, HostTensor> {
    const feeds = new Map<string, HostTensor>()
    for (const name of this.ofBatch) {
      const tensor = tensors.get(name)
      if (!tensor) throw new Error(`the engine was not fed '${name}'`)
      feeds.set(name, tensor)
    }
    for (const { name, table, dims } of this.values) {
      if (table === undefined) feeds.set(name, floats(this.store.of(name), ...dims))
      else feeds.set(name, this.buffers.get(name)!.gather(this.store.of(name), rowsOf(tableRows, table)))
    }
    return feeds
  }
}

function rowsOf(tableRows: ReadonlyMap<string, Int32Array>, table: string): Int32Array {
  const rows = tableRows.get(table)
  if (!rows) throw new Error(`a batch came without its rows of table '${table}'`)
  return rows
}
