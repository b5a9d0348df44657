import type { Port } from '../graph/ports.ts'
import type { HostTensor } from '../graph/tensor.ts'
import type { ValueType } from '../graph/types.ts'

/** What a graph reads of a batch: a port, and the dtype, shape and rows of its value. */
export interface EngineInput {
  readonly port: Port
  readonly type: ValueType
}

/** One batch as an engine takes it. */
export interface EngineFeeds {
  /** By port name: all of the inputs that the engine needs. Parameters, tables, state and hyperparameters are not among them. */
  readonly tensors: ReadonlyMap<string, HostTensor>
  /**
   * The rows of each table that the batch touches, without repeats, in order of first occurrence; `row/...` tensors hold positions in
   * here. Row 0 stands alone where nothing is touched, so that no engine meets an empty table.
   */
  readonly tableRows: ReadonlyMap<string, Int32Array>
}
