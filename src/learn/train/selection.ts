import { isBetter } from '../../metrics/better.ts'
import { metrics } from '../../metrics/table.ts'
import type { Keep } from '../../model/train.ts'
import { schemaFault } from '../../schemas/schema-fault.ts'
import type { LossSums } from './loss-meter.ts'

export interface Best {
  readonly step: number
  /** Of the metric that `keep` names. */
  readonly value: number
}

/** How far a training has come: with the weights and the optimizer's state, all that resuming needs. */
export interface Progress {
  /** Steps done. */
  readonly step: number
  /** Rows trained on, over all epochs. */
  readonly rows: number
  /** Of the training split: a step's place in it follows from its number. */
  readonly rowsPerEpoch: number
  /** Null before the first evaluation: as it stands in a checkpoint, whose bytes depend on these fields and their order. */
  readonly best: Best | null
  /** Evaluations since the best. */
  readonly waited: number
  /** Of the steps since the last evaluation; undefined right behind one, and in checkpoints of earlier versions. */
  readonly losses?: LossSums
  /** Nothing is left to do: all epochs done, or patience exhausted. */
  readonly finished: boolean
}

export const atStart = (rowsPerEpoch: number): Progress => ({
  step: 0,
  rows: 0,
  rowsPerEpoch,
  best: null,
  waited: 0,
  finished: false,
})

/** What an evaluation means for the run: whether its weights are the best so far, and whether patience is exhausted. */
export function judge(
  keep: Keep,
  before: Pick<Progress, 'best' | 'waited'>,
  at: Best,
): { readonly best: Best; readonly waited: number; readonly isBest: boolean; readonly outOfPatience: boolean } {
  const isBest = before.best === null || isBetter(metrics[keep.metric].better, at.value, before.best.value)
  const waited = isBest ? 0 : before.waited + 1
  return {
    best: isBest || before.best === null ? at : before.best,
    waited,
    isBest,
    outOfPatience: keep.patience !== undefined && waited >= keep.patience,
  }
}

export const isProgress = (value: unknown): value is Progress => schemaFault('progress', value) === undefined
