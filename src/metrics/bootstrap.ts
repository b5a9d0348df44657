import { turn } from '../host/turn.ts'
import { type Drawn, type Draws, lanes } from './drawn.ts'
import { drawnSums } from './drawn-sums.ts'
import { pickedNumbers } from './ranks.ts'
import type { UnitSums } from './unit-sums.ts'

export interface BootstrapOptions {
  readonly resamples: number
  /** 0.99: the central 99 %. */
  readonly confidence: number
  readonly seed: number
}

export type Interval = readonly [low: number, high: number]

/** A sample that is ready to be resampled. */
export interface Resampling {
  /** Numbers of its units, by which they are drawn; ascending. */
  readonly units: Uint32Array
  readonly sums: UnitSums
  /** Each metric's values on `lanes` resamples; NaN where it is undefined. */
  readonly metrics: readonly ((drawn: Drawn) => Float64Array)[]
}

/**
 * Percentile intervals of a sample's metrics (Efron 1979). Whole units are drawn: a user's impressions are not independent (cluster
 * bootstrap). Undefined for a sample of one unit, and for a metric that is undefined in half of the resamples or more.
 */
export async function bootstrap(
  sample: Resampling,
  draws: Draws,
  { resamples, confidence }: Omit<BootstrapOptions, 'seed'>,
): Promise<readonly (Interval | undefined)[]> {
  if (sample.units.length < 2) return sample.metrics.map(() => undefined)
  const values = sample.metrics.map((): number[] => [])
  for (let first = 0; first < resamples; first += lanes) {
    await turn()
    const drawn = drawnOf(sample, draws.from(first))
    for (const [m, metric] of sample.metrics.entries()) {
      await turn()
      const found = metric(drawn).subarray(0, resamples - first)
      values[m]!.push(...found.filter((value) => !Number.isNaN(value)))
    }
  }
  return values.map((of) => (of.length * 2 <= resamples ? undefined : intervalOf(of, confidence)))
}

/** Resamples with these counts by number of a unit, with their sums. */
export function drawnOf({ units, sums }: Resampling, byNumber: Uint32Array): Drawn {
  // Units ascend: as many as there are numbers are all of them.
  const counts = units.length === byNumber.length ? byNumber : pickedNumbers(byNumber, units)
  return {
    counts,
    sums: {
      weight: drawnSums(sums.weight, counts),
      positives: drawnSums(sums.positives, counts),
      loss: drawnSums(sums.loss, counts),
      promised: drawnSums(sums.promised, counts),
    },
  }
}

function intervalOf(values: readonly number[], confidence: number): Interval {
  const tail = (1 - confidence) / 2
  const sorted = Float64Array.from(values).sort()
  return [quantile(sorted, tail), quantile(sorted, 1 - tail)]
}

/** Linear between order statistics (type 7 of Hyndman and Fan 1996). */
export function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1)
  const low = Math.floor(at)
  const high = Math.min(low + 1, sorted.length - 1)
  return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!)
}
