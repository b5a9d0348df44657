import { type BootstrapOptions, bootstrap, type Interval, type Resampling } from './bootstrap.ts'
import type { Drawn } from './drawn.ts'
import type { Metric, Need } from './metric.ts'
import { type Sample, totalsOf, weightOf } from './sample.ts'
import { type MetricName, metricNames, metrics, recordOf } from './table.ts'
import { sumByUnit } from './units.ts'

/** What is undefined (one class alone, no groups, no rows) is null, as it is in the JSON. */
export type Measures = {
  /** Labelled rows and positives among them: counts, not weights. */
  readonly rows: number
  readonly positives: number
  readonly intervals: Readonly<Record<MetricName, Interval | null>>
} & Readonly<Record<MetricName, number | null>>

export const defaultBootstrap: BootstrapOptions = { resamples: 200, confidence: 0.99, seed: 1 }

/**
 * Every metric of samples, with intervals, all on the same resamples. Samples are asked for one after another, and only what resampling
 * needs of them is kept. `units`: one more than the largest group, or the number of rows where there are no groups.
 */
export function measuresOf(
  samples: Iterable<Sample>,
  units: number,
  options: BootstrapOptions = defaultBootstrap,
): readonly Measures[] {
  const prepared = Array.from(samples, prepare)
  const intervals = bootstrap(
    prepared.map(({ resampling }) => resampling),
    units,
    options,
  )
  return prepared.map(({ rows, positives, values }, s) => ({
    rows,
    positives,
    ...recordOf(metricNames, (name) => orNull(values[name])),
    intervals: recordOf(metricNames, (name) => intervals[s]![metricNames.indexOf(name)] ?? null),
  }))
}

/** One metric's value, without an interval: what training asks at each evaluation. Undefined where the metric is. */
export function measure(name: MetricName, sample: Sample): number | undefined {
  const value = metricOf(metrics[name], sample)
  return Number.isNaN(value) ? undefined : value
}

/** How many positives a sample has: a count, not a weight. */
export function positivesOf({ columns: { labels }, rows }: Pick<Sample, 'columns' | 'rows'>): number {
  let count = 0
  for (const row of rows) count += labels[row]!
  return count
}

interface Prepared {
  readonly rows: number
  readonly positives: number
  readonly values: Readonly<Record<MetricName, number>>
  readonly resampling: Resampling
}

function prepare(sample: Sample): Prepared {
  const { columns, units, rows } = sample
  const values = recordOf(metricNames, (name) => metricOf(metrics[name], sample))
  return {
    rows: rows.length,
    positives: positivesOf(sample),
    values,
    resampling: {
      units: units.units,
      weight: sumByUnit(units, (row) => weightOf(columns, row)),
      positives: sumByUnit(units, (row) => (columns.labels[row] === 1 ? weightOf(columns, row) : 0)),
      metrics: metricNames.map((name) => resampledOf(metrics[name], sample, values[name])),
    },
  }
}

function metricOf(metric: Metric, sample: Sample): number {
  const { positives, negatives } = totalsOf(sample)
  const hasGroups = sample.columns.groups !== undefined
  return isMet(metric.needs, hasGroups, positives, negatives) ? metric.value(sample) : Number.NaN
}

function resampledOf(metric: Metric, sample: Sample, value: number): (drawn: Drawn) => Float64Array {
  // What the whole lacks, no resample has.
  if (Number.isNaN(value)) return ({ weight }) => new Float64Array(weight.length).fill(Number.NaN)
  return ofMetNeeds(metric.needs, metric.resampled(sample, value))
}

const ofMetNeeds =
  (needs: readonly Need[], resampled: (drawn: Drawn) => Float64Array) =>
  (drawn: Drawn): Float64Array =>
    resampled(drawn).map((value, lane) => {
      const positives = drawn.positives[lane]!
      return isMet(needs, true, positives, drawn.weight[lane]! - positives) ? value : Number.NaN
    })

/** Whether rows of these weights have what a metric needs; without rows there is no metric at all. */
function isMet(needs: readonly Need[], hasGroups: boolean, positives: number, negatives: number): boolean {
  const met: Readonly<Record<Need, boolean>> = {
    groups: hasGroups,
    positives: positives > 0,
    negatives: negatives > 0,
  }
  return positives + negatives > 0 && needs.every((need) => met[need])
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)
