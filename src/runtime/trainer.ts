import type { FloatTensor } from '../graph/tensor.ts'
import type { EngineFeeds, EngineInput } from './feeds.ts'
import type { Scorer } from './scorer.ts'

export interface StepResult {
  readonly loss: number
  /** By task, before the tasks' weights. */
  readonly losses: ReadonlyMap<string, number>
}

/**
 * Runs a model's training graph. Every engine takes the same feeds and the same values in and out; a run that was begun on one is resumed on
 * it alone (CTR5006), as the last bits differ. A trainer does one thing at a time: callers wait for each promise. A step lets the event
 * loop turn, so that an interruption is heard while steps follow each other.
 */
export interface Trainer {
  /** `native`, `tfjs-node`, `tfjs-wasm`, ... */
  readonly name: string
  /** What `step` reads of a batch. */
  readonly inputs: readonly EngineInput[]
  /** One optimizer step. `hyper` by name: learning_rate, bias corrections, ... */
  step(feeds: EngineFeeds, hyper: ReadonlyMap<string, number>): Promise<StepResult>
  /** Scores with the values as they stand; disposed of with the trainer. */
  readonly scorer: Pick<Scorer, 'inputs' | 'logits'>
  /** The parameters and whole tables by port name: the values themselves, no copies, so they change with the next step. */
  parameters(): ReadonlyMap<string, FloatTensor>
  /** The optimizer's slots by port name: no copies either. */
  state(): ReadonlyMap<string, FloatTensor>
  dispose(): Promise<void>
}
