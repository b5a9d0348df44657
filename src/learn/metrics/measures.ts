import { auc } from './auc.ts'
import { type BootstrapOptions, bootstrap } from './bootstrap.ts'
import { calibrationRatio } from './calibration-ratio.ts'
import { ece } from './ece.ts'
import { gauc } from './gauc.ts'
import { logloss } from './logloss.ts'
import type { Metric } from './metric.ts'
import { normalizedEntropy } from './normalized-entropy.ts'
import { positivesOf, type Sample } from './sample.ts'

export const metricNames = ['auc', 'gauc', 'logloss', 'normalized_entropy', 'ece', 'calibration_ratio'] as const
export type MetricName = (typeof metricNames)[number]

const metrics: Readonly<Record<MetricName, Metric>> = {
  auc,
  gauc,
  logloss,
  normalized_entropy: normalizedEntropy,
  ece,
  calibration_ratio: calibrationRatio,
}

/** What is undefined (one class alone, no groups, no rows) is null, as it is in the JSON. */
export type Measures = {
  /** Labelled rows and positives among them: counts, not weights. */
  readonly rows: number
  readonly positives: number
  readonly intervals: Readonly<Record<MetricName, readonly [number, number] | null>>
} & Readonly<Record<MetricName, number | null>>

export const defaultBootstrap: BootstrapOptions = { resamples: 200, confidence: 0.99, seed: 1 }

/** Every metric of a sample, with intervals. */
export function measures(sample: Sample, options: BootstrapOptions = defaultBootstrap): Measures {
  const estimators = metricNames.map((name) => metrics[name].on(sample))
  const intervals = bootstrap(sample, estimators, options)
  const record = <T>(of: (i: number) => T): Record<MetricName, T> => ({
    auc: of(0),
    gauc: of(1),
    logloss: of(2),
    normalized_entropy: of(3),
    ece: of(4),
    calibration_ratio: of(5),
  })
  return {
    rows: sample.labels.length,
    positives: positivesOf(sample),
    ...record((i) => estimators[i]!(sample.weights) ?? null),
    intervals: record((i) => intervals[i] ?? null),
  }
}

/** One metric's value, without an interval: what training asks at each evaluation. */
export const measure = (name: MetricName, sample: Sample): number | undefined =>
  metrics[name].on(sample)(sample.weights)
