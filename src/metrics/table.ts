import { auc } from './auc.ts'
import { calibrationRatio } from './calibration-ratio.ts'
import { ece } from './ece.ts'
import { gauc } from './gauc.ts'
import { logloss } from './logloss.ts'
import type { Metric } from './metric.ts'
import { normalizedEntropy } from './normalized-entropy.ts'

/** Every metric, by the name that it has in the language and in JSON. The order is that of the terminal's columns. */
export const metrics = {
  auc,
  gauc,
  logloss,
  normalized_entropy: normalizedEntropy,
  ece,
  calibration_ratio: calibrationRatio,
} as const satisfies Readonly<Record<string, Metric>>

export type MetricName = keyof typeof metrics

/** Metrics that `keep: best(...)` may name. */
export type KeepMetric = {
  [Name in MetricName]: (typeof metrics)[Name]['keeps'] extends true ? Name : never
}[MetricName]

const isMetricName = (name: string): name is MetricName => Object.hasOwn(metrics, name)
const isKeepMetric = (name: MetricName): name is KeepMetric => metrics[name].keeps

export const metricNames: readonly MetricName[] = Object.keys(metrics).filter(isMetricName)
export const keepMetrics: readonly KeepMetric[] = metricNames.filter(isKeepMetric)

/** One entry for each of `names`. */
export function recordOf<Name extends MetricName, T>(names: readonly Name[], of: (name: Name) => T): Record<Name, T> {
  // Object.fromEntries forgets its keys; `names` are all of Name's.
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, T>
}
