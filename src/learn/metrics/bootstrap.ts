import { RandomStream } from '../../graph/random.ts'
import type { Estimator } from './metric.ts'
import { groupCount, type Sample } from './sample.ts'

export interface BootstrapOptions {
  readonly resamples: number
  /** 0.99: the central 99 %. */
  readonly confidence: number
  readonly seed: number
}

export type Interval = readonly [low: number, high: number]

/**
 * Percentile intervals of several metrics on the same resamples (Efron 1979). Where rows have groups, whole groups are drawn
 * (cluster bootstrap: a user's impressions are not independent), else rows. A metric that is undefined in more than half of
 * the resamples has no interval.
 */
export function bootstrap(
  sample: Sample,
  estimators: readonly Estimator[],
  { resamples, confidence, seed }: BootstrapOptions,
): (Interval | undefined)[] {
  const { weights, groups } = sample
  const units = groups === undefined ? weights.length : groupCount(groups)
  if (units < 2) return estimators.map(() => undefined)
  const stream = RandomStream.of(seed, 'bootstrap')
  const drawn = new Float64Array(units)
  const reweighted = new Float64Array(weights.length)
  const values = estimators.map((): number[] => [])
  for (let resample = 0; resample < resamples; resample++) {
    drawn.fill(0)
    for (let i = 0; i < units; i++) drawn[Math.floor(stream.uniform(resample * units + i) * units)]!++
    for (let row = 0; row < weights.length; row++) reweighted[row] = weights[row]! * drawn[groups?.[row] ?? row]!
    estimators.forEach((estimate, i) => {
      const value = estimate(reweighted)
      if (value !== undefined) values[i]!.push(value)
    })
  }
  const tail = (1 - confidence) / 2
  return values.map((of) => {
    if (of.length * 2 <= resamples) return undefined
    const sorted = Float64Array.from(of).sort()
    return [quantile(sorted, tail), quantile(sorted, 1 - tail)]
  })
}

/** Linear between order statistics (type 7 of Hyndman and Fan 1996). */
export function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1)
  const low = Math.floor(at)
  const high = Math.min(low + 1, sorted.length - 1)
  return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!)
}
