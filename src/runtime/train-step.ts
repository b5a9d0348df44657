import { isOutput, type Output, outputName } from '../graph/outputs.ts'
import { portName } from '../graph/ports.ts'
import { floats, type HostTensor, scalar } from '../graph/tensor.ts'
import { sizeOf } from '../graph/types.ts'
import type { EngineFeeds } from './feeds.ts'
import type { NativeSession } from './native.ts'
import { TableRowBuffer } from './table-rows.ts'
import type { StepResult } from './trainer.ts'
import type { TrainedInput, TrainedValue, ValueStore } from './values.ts'

/** A row-free value that each step changes, and the name of the output that gives its next one. */
interface UpdatedValue {
  readonly value: TrainedValue
  readonly output: string
}

/** The same of tables, whose rows that a batch touches change. */
interface UpdatedTables {
  readonly rows: TableRowBuffer
  readonly output: string
}

/**
 * The optimized training graph, run step by step. Nothing of a parameter's size is allocated or copied in a step: the runtime
 * writes updates into buffers that then change places with the values. Of tables, the batch's rows go in and come back.
 */
export class TrainStep {
  private readonly inputs: SessionInputs
  private readonly dense: readonly UpdatedValue[]
  private readonly sparse: readonly UpdatedTables[]
  private readonly spare = new Map<string, Float32Array>()
  private readonly losses: ReadonlyMap<string, Extract<HostTensor, { dtype: 'float32' }>>
  private readonly taskLosses: readonly Extract<Output, { kind: 'task_loss' }>[]

  constructor(
    private readonly session: NativeSession,
    /** What the session's model gives. */
    outputs: readonly Output[],
    trained: readonly TrainedInput[],
    private readonly store: ValueStore,
  ) {
    this.inputs = new SessionInputs(session, trained, store)
    const byName = new Map(trained.map(({ name, values }) => [name, values]))
    const updates = outputs.filter(isOutput('update')).map((update) => {
      const values = byName.get(portName(update.of))
      if (!values) throw new Error(`the graph updates '${portName(update.of)}', which it does not train`)
      return { values, output: outputName(update) }
    })
    this.dense = updates.flatMap(({ values, output }) =>
      values.flatMap((value) => (value.table === undefined ? [{ value, output }] : [])),
    )
    this.sparse = updates.flatMap(({ values, output }) =>
      isOfTables(values) ? [{ output, rows: new TableRowBuffer(values) }] : [],
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
    for (const { rows, output } of this.sparse) fetches.set(output, rows.sized(tableRows))
    await this.session.run(this.inputs.feeds({ tensors: given, tableRows }), fetches)
    for (const { value } of this.dense)
      this.spare.set(value.name, this.store.exchange(value.name, this.spare.get(value.name)!))
    for (const { rows } of this.sparse) rows.scatter(this.store, tableRows)
    const lossOf = (loss: Output): number => this.losses.get(outputName(loss))?.data[0] ?? Number.NaN
    return {
      loss: lossOf({ kind: 'loss' }),
      losses: new Map(this.taskLosses.map((loss) => [loss.task, lossOf(loss)])),
    }
  }
}

/** What a session reads, prepared once: which inputs are values of the store, and which come with the batch. */
export class SessionInputs {
  private readonly dense: readonly TrainedValue[]
  private readonly sparse: ReadonlyMap<string, TableRowBuffer>
  private readonly ofBatch: readonly string[]

  constructor(
    session: NativeSession,
    /** What the session's graph takes of the store. */
    trained: readonly TrainedInput[],
    private readonly store: ValueStore,
  ) {
    const kept = new Set(trained.map(({ name }) => name))
    this.ofBatch = session.inputs.flatMap(({ name }) => (kept.has(name) ? [] : [name]))
    this.dense = trained.flatMap(({ values }) => values.filter(({ table }) => table === undefined))
    this.sparse = new Map(
      trained.flatMap(({ name, values }) => (isOfTables(values) ? [[name, new TableRowBuffer(values)]] : [])),
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
    for (const { name, dims } of this.dense) feeds.set(name, floats(this.store.of(name), ...dims))
    for (const [name, rows] of this.sparse) feeds.set(name, rows.gather(this.store, tableRows))
    return feeds
  }
}

const isOfTables = (values: TrainedInput['values']): boolean => values.every(({ table }) => table !== undefined)
