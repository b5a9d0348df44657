import type { EngineFeeds, EngineInput } from './feeds.ts'

/** Runs a model's forward graph: no gradient, no optimizer state. It does one thing at a time: callers wait for each promise, and each is a turn of the event loop. */
export interface Scorer {
  /** What `logits` reads of a batch. */
  readonly inputs: readonly EngineInput[]
  /** Log-odds by `logit/<task>/<surface>`, one for each of the batch's rows on that surface. */
  logits(feeds: EngineFeeds): Promise<ReadonlyMap<string, Float32Array>>
  dispose(): Promise<void>
}
