import type { Port } from '../graph/ports.ts'
import type { HostTensor } from '../graph/tensor.ts'
import type { ValueType } from '../graph/types.ts'

/** What a graph asks of a batch: a port, and the dtype, shape and rows of its value. */
export interface EngineInput {
  readonly port: Port
  readonly type: ValueType
}

/** One batch as an engine takes it. */
export interface EngineFeeds {
  /** By port name: all of the inputs that the engine asks for. Parameters, tables, state and hyperparameters are not among them. */
  readonly tensors: ReadonlyMap<string, HostTensor>
  /**
   * The rows of each table that the batch touches, without repeats, in order of first occurrence; `row/...` tensors hold positions in
   * here. Row 0 stands alone where nothing is touched, so that no engine meets an empty table.
   */
  readonly tableRows: ReadonlyMap<string, Int32Array>
}

export interface StepResult {
  readonly loss: number
  /** By task, before the tasks' weights. */
  readonly losses: ReadonlyMap<string, number>
}

/**
 * Runs a model's training graph. Every engine takes the same feeds and the same values in and out, so that a checkpoint of
 * one continues in another. An engine does one thing at a time: callers wait for each promise.
 */
export interface Engine {
  /** `native`, `tfjs-node`, `tfjs-wasm`, ... */
  readonly name: string
  /** What `step` and `logits` read of a batch. */
  readonly stepInputs: readonly EngineInput[]
  readonly logitInputs: readonly EngineInput[]
  /** One optimizer step. `hyper` by name: learning_rate, bias corrections, ... */
  step(feeds: EngineFeeds, hyper: ReadonlyMap<string, number>): Promise<StepResult>
  /** Log-odds by `logit/<task>/<surface>`, one for each of the batch's rows on that surface. */
  logits(feeds: EngineFeeds): Promise<ReadonlyMap<string, Float32Array>>
  /** Copies of the parameters and whole tables, by port name. */
  parameters(): ReadonlyMap<string, HostTensor>
  /** Copies of the optimizer's slots, by port name. */
  state(): ReadonlyMap<string, HostTensor>
  /** Sets what `values` holds of both, by port name. Throws Error where a size differs. */
  load(values: ReadonlyMap<string, HostTensor>): void
  dispose(): Promise<void>
}
