import { type BootstrapOptions, bootstrap, drawnOf, type Interval, type Resampling } from './bootstrap.ts'
import { type Drawn, Draws, lanes } from './drawn.ts'
import type { Metric, Need } from './metric.ts'
import { isSoft, type Sample } from './sample.ts'
import { type MetricName, metricNames, metrics, recordOf } from './table.ts'
import { unitSums } from './unit-sums.ts'

/** What is undefined (one class alone, no groups, no rows) is null, as it is in the JSON. */
export type Measures = {
  /** Labelled rows and positives among them: counts, not weights. */
  readonly rows: number
  readonly positives: number
  readonly intervals: Readonly<Record<MetricName, Interval | null>>
} & Readonly<Record<MetricName, number | null>>

export const defaultBootstrap: BootstrapOptions = { resamples: 200, confidence: 0.99, seed: 1 }

/** Measures samples with intervals, all on the same resamples. */
export class Measurer {
  private readonly draws: Draws
  /** The sample itself, as if it were `lanes` resamples: each unit once. */
  private readonly once: Uint32Array
  /** `units`: one more than the largest group, or the number of rows where there are no groups. */
  constructor(
    units: number,
    private readonly options: BootstrapOptions = defaultBootstrap,
  ) {
    this.draws = new Draws(options.seed, units, options.resamples)
    this.once = new Uint32Array(units).fill(0x11111111)
  }

  async of(sample: Sample): Promise<Measures> {
    const found = await this.metricsOf(sample, metricNames)
    return measuresFrom(sample, found, found)
  }

  /** Of the rows of measures that are known, in the same ranks by other scores: what reads ranks alone is the same. */
  async rescored(sample: Sample, { intervals, ...values }: Measures): Promise<Measures> {
    const found = await this.metricsOf(
      sample,
      metricNames.filter((name) => metrics[name].reads === 'scores'),
    )
    const known = new Map(metricNames.map((name) => [name, { value: values[name], interval: intervals[name] }]))
    return measuresFrom(sample, found, known)
  }

  private async metricsOf(sample: Sample, names: readonly MetricName[]): Promise<Found> {
    const resampling = resamplingOf(sample, names)
    const whole = drawnOf(resampling, this.once)
    const intervals = await bootstrap(resampling, this.draws, this.options)
    return new Map(
      names.map((name, i) => {
        const [value = Number.NaN] = resampling.metrics[i]!(whole)
        return [name, { value: orNull(value), interval: intervals[i] ?? null }]
      }),
    )
  }
}

type Found = ReadonlyMap<MetricName, { readonly value: number | null; readonly interval: Interval | null }>

/** One metric's value, without an interval: what training asks at each evaluation. Undefined where the metric is. */
export function measure(name: MetricName, sample: Sample): number | undefined {
  const value = metricOf(metrics[name], sample)
  return Number.isNaN(value) ? undefined : value
}

/** Each metric as it was found, or else as it is known. */
function measuresFrom(sample: Sample, found: Found, known: Found): Measures {
  const of = (name: MetricName) => found.get(name) ?? known.get(name)
  return {
    rows: sample.labels.length,
    positives: sample.totals.positiveRows,
    ...recordOf(metricNames, (name) => of(name)?.value ?? null),
    intervals: recordOf(metricNames, (name) => of(name)?.interval ?? null),
  }
}

const resamplingOf = (sample: Sample, names: readonly MetricName[]): Resampling => ({
  units: sample.units.numbers,
  sums: unitSums(sample),
  metrics: names.map((name) => resampledOf(metrics[name], sample)),
})

const metricOf = (metric: Metric, sample: Sample): number =>
  hasNeeds(metric, sample) ? metric.value(sample) : Number.NaN

const hasNeeds = ({ needs }: Metric, { hasGroups, labels, totals }: Sample): boolean =>
  isMet(needs, { hasGroups, hasClasses: !isSoft(labels) }, totals.positives, totals.negatives)

function resampledOf(metric: Metric, sample: Sample): (drawn: Drawn) => Float64Array {
  // What the whole lacks, no resample has.
  if (!hasNeeds(metric, sample)) return () => new Float64Array(lanes).fill(Number.NaN)
  return ofMetNeeds(metric.needs, metric.resampled(sample))
}

const ofMetNeeds =
  (needs: readonly Need[], resampled: (drawn: Drawn) => Float64Array) =>
  (drawn: Drawn): Float64Array =>
    resampled(drawn).map((value, lane) => {
      const positives = drawn.sums.positives[lane]!
      return isMet(needs, { hasGroups: true, hasClasses: true }, positives, drawn.sums.weight[lane]! - positives)
        ? value
        : Number.NaN
    })

/** Whether rows of these weights have what a metric needs; without rows there is no metric at all. */
function isMet(
  needs: readonly Need[],
  { hasGroups, hasClasses }: { readonly hasGroups: boolean; readonly hasClasses: boolean },
  positives: number,
  negatives: number,
): boolean {
  const met: Readonly<Record<Need, boolean>> = {
    groups: hasGroups,
    classes: hasClasses,
    positives: positives > 0,
    negatives: negatives > 0,
  }
  return positives + negatives > 0 && needs.every((need) => met[need])
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)
