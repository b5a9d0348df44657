import type { Sample } from './sample.ts'

/** A metric's value for given row weights (zero leaves a row out); undefined where the metric is (one class alone). */
export type Estimator = (weights: Float64Array) => number | undefined

/** One metric. `on` does what depends on the sample alone; the estimator is then cheap, so that a bootstrap can ask it often. */
export interface Metric {
  readonly name: string
  readonly on: (sample: Sample) => Estimator
}
