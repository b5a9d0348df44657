import type { Drawn } from './drawn.ts'
import type { Sample } from './sample.ts'

/** What makes one value better than another. */
export type Direction = 'higher' | 'lower' | 'nearest to 1'

/** What a metric is undefined without. `classes`: labels of 0 and 1 alone, which soft ones are not. */
export type Need = 'groups' | 'positives' | 'negatives' | 'classes'

/** One metric: the language, the journal, the JSON of `ctrc eval` and the terminal's table read it here. */
export interface Metric {
  /** Heading of its column in the terminal. */
  readonly title: string
  readonly better: Direction
  readonly needs: readonly Need[]
  /** Whether it is computed at each evaluation while training, and `keep: best(task.metric)` may name it. */
  readonly keeps: boolean
  /** Decimals on a terminal's line about training. */
  readonly digits: number
  /** What stands beside its value in the terminal's table: its interval, its value before calibration. */
  readonly beside: readonly ('interval' | 'raw')[]
  /** Ranks: scores with the same order of rows give the same value. */
  readonly reads: 'ranks' | 'scores'
  /** NaN where it is undefined. Called where its needs are met. */
  readonly value: (sample: Sample) => number
  /**
   * Prepares what depends on the sample alone; the result then gives the metric's value on `lanes` resamples at once (NaN where it
   * is undefined), in time linear in the rows. It must not hold the sample: a large one is dropped before resampling.
   */
  readonly resampled: (sample: Sample) => (drawn: Drawn) => Float64Array
}
