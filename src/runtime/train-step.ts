import { floats, type HostTensor, scalar } from '../graph/tensor.ts'
import { sizeOf } from '../graph/types.ts'
import type { EngineFeeds, StepResult } from './engine.ts'
import type { NativeSession } from './native.ts'
import { TableRowBuffer } from './table-rows.ts'
import type { TrainedValue, ValueStore } from './values.ts'

const updateOf = (name: string): string => `update/${name}`

/**
 * The optimized training graph, run step by step. Nothing of a parameter's size is allocated or copied in a step: the runtime
 * writes updates into buffers that then change places with the values. Of tables, the batch's rows go in and come back.
 */
export class TrainStep {
  private readonly dense: readonly TrainedValue[]
  private readonly sparse: readonly (TrainedValue & { readonly table: string })[]
  private readonly spare = new Map<string, Float32Array>()
  private readonly gathered = new Map<string, TableRowBuffer>()
  private readonly updated = new Map<string, TableRowBuffer>()
  private readonly losses: ReadonlyMap<string, Extract<HostTensor, { dtype: 'float32' }>>

  constructor(
    private readonly session: NativeSession,
    private readonly store: ValueStore,
  ) {
    const outputs = new Set(session.outputs.map(({ name }) => name))
    const updates = store.values.filter(({ name }) => outputs.has(updateOf(name)))
    this.dense = updates.filter(({ table }) => table === undefined)
    this.sparse = updates.flatMap((value) => (value.table === undefined ? [] : [{ ...value, table: value.table }]))
    for (const { name, dims } of this.dense) this.spare.set(name, new Float32Array(sizeOf(dims)))
    for (const value of store.values)
      if (value.table !== undefined) this.gathered.set(value.name, new TableRowBuffer(value))
    for (const value of this.sparse) this.updated.set(value.name, new TableRowBuffer(value))
    const isLoss = (name: string): boolean => name === 'loss' || name.startsWith('loss/')
    this.losses = new Map(
      [...outputs].filter(isLoss).map((name) => [name, { dtype: 'float32', dims: [], data: new Float32Array(1) }]),
    )
  }

  async run({ tensors, tableRows }: EngineFeeds, hyper: ReadonlyMap<string, number>): Promise<StepResult> {
    const feeds = new Map(tensors)
    for (const [name, value] of hyper) feeds.set(`hyper/${name}`, scalar(value))
    feedValues(this.session, feeds, this.store, this.gathered, tableRows)
    const fetches = new Map<string, HostTensor>(this.losses)
    for (const { name, dims } of this.dense) fetches.set(updateOf(name), floats(this.spare.get(name)!, ...dims))
    for (const { name, table } of this.sparse) {
      fetches.set(updateOf(name), this.updated.get(name)!.sized(rowsOf(tableRows, table).length))
    }
    await this.session.run(ofSession(this.session, feeds), fetches)
    for (const { name } of this.dense) this.spare.set(name, this.store.exchange(name, this.spare.get(name)!))
    for (const { name, table } of this.sparse) {
      this.updated.get(name)!.scatter(this.store.of(name), rowsOf(tableRows, table))
    }
    const losses = new Map<string, number>()
    for (const [name, { data }] of this.losses) if (name !== 'loss') losses.set(name.slice('loss/'.length), data[0]!)
    return { loss: this.losses.get('loss')?.data[0] ?? Number.NaN, losses }
  }
}

/** Adds the values that the session reads to a batch's feeds: row-free ones whole, of tables the batch's rows. */
export function feedValues(
  session: NativeSession,
  feeds: Map<string, HostTensor>,
  store: ValueStore,
  buffers: ReadonlyMap<string, TableRowBuffer>,
  tableRows: ReadonlyMap<string, Int32Array>,
): void {
  for (const { name, table, dims } of store.values) {
    if (!session.inputs.some((input) => input.name === name)) continue
    if (table === undefined) feeds.set(name, floats(store.of(name), ...dims))
    else feeds.set(name, buffers.get(name)!.gather(store.of(name), rowsOf(tableRows, table)))
  }
}

/** The feeds that a session takes. Throws Error where one is missing. */
export const ofSession = (
  session: NativeSession,
  feeds: ReadonlyMap<string, HostTensor>,
): ReadonlyMap<string, HostTensor> => {
  const chosen = new Map<string, HostTensor>()
  for (const { name } of session.inputs) {
    const tensor = feeds.get(name)
    if (!tensor) throw new Error(`the engine was not fed '${name}'`)
    chosen.set(name, tensor)
  }
  return chosen
}

function rowsOf(tableRows: ReadonlyMap<string, Int32Array>, table: string): Int32Array {
  const rows = tableRows.get(table)
  if (!rows) throw new Error(`a batch came without its rows of table '${table}'`)
  return rows
}
