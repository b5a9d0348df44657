import { type Drawn, lanes } from './drawn.ts'
import { drawnSumsAt } from './drawn-sums.ts'
import type { Metric } from './metric.ts'
import type { Sample } from './sample.ts'

const bins = 15

/**
 * Expected calibration error (Naeini et al. 2015; Guo et al. 2017): the weighted mean over bins of |mean predicted - share of
 * positives|. Fifteen bins of equal mass (Nixon et al. 2019): clicks are rare, so bins of equal width would leave most of them empty.
 * Rows of equal score share a bin. Bins are set by the sample once; a resample reweighs the rows inside them.
 *
 * Biased upwards: it adds up absolute values, so chance alone makes it positive, and a resample has the chance of the sample and its own, some
 * sqrt(2) times as much where predictions are calibrated. Its interval lies above its value then, and not around it.
 */
export const ece = {
  title: 'ECE',
  better: 'lower',
  needs: [],
  keeps: false,
  digits: 4,
  beside: [],
  value(sample) {
    const starts = binStarts(sample)
    const excess = new Float64Array(bins)
    for (let bin = 0; bin < bins; bin++)
      for (let rank = starts[bin]!; rank < starts[bin + 1]!; rank++) excess[bin]! += excessOf(sample, rank)
    return excess.reduce((sum, each) => sum + Math.abs(each), 0) / sample.totals.weight
  },
  reads: 'scores',
  resampled: (sample) => resampledEce(excessByBin(sample)),
} as const satisfies Metric

/** The prediction of the row minus its label, weighted. */
const excessOf = (sample: Sample, rank: number): number =>
  sample.weight(rank) * (sample.probability(rank) - sample.labels[rank]!)

/** Rows of bin b have ranks from starts[b] to before starts[b + 1]. */
function binStarts(sample: Sample): Uint32Array {
  const { labels, totals } = sample
  const starts = new Uint32Array(bins + 1).fill(labels.length)
  let before = 0
  let next = 0
  for (let rank = 0; rank < labels.length; rank++) {
    if (!sample.isTied(rank)) {
      const bin = Math.min(bins - 1, Math.floor((bins * before) / totals.weight))
      while (next <= bin) starts[next++] = rank
    }
    before += sample.weight(rank)
  }
  return starts
}

/** What the rows of each unit in each bin promise above their labels: those of bin b from starts[b] on, by unit. */
interface BinnedExcess {
  readonly starts: Uint32Array
  readonly units: Uint32Array
  readonly excess: Float64Array
}

function excessByBin(sample: Sample): BinnedExcess {
  const { numbers, ofRow } = sample.units
  const rankStarts = binStarts(sample)
  const starts = new Uint32Array(bins + 1)
  // At most: what is not used behind them takes no memory, as nothing is written there.
  const units = new Uint32Array(ofRow.length)
  const excess = new Float64Array(ofRow.length)
  const ofUnit = new Float64Array(numbers.length)
  const isThere = new Uint8Array(numbers.length)
  let used = 0
  for (let bin = 0; bin < bins; bin++) {
    for (let rank = rankStarts[bin]!; rank < rankStarts[bin + 1]!; rank++) {
      ofUnit[ofRow[rank]!]! += excessOf(sample, rank)
      isThere[ofRow[rank]!] = 1
    }
    for (let unit = 0; unit < numbers.length; unit++) {
      if (isThere[unit] === 0) continue
      units[used] = unit
      excess[used++] = ofUnit[unit]!
      ofUnit[unit] = 0
      isThere[unit] = 0
    }
    starts[bin + 1] = used
  }
  return { starts, units, excess }
}

const resampledEce =
  ({ starts, units, excess }: BinnedExcess) =>
  ({ counts, sums: { weight } }: Drawn): Float64Array => {
    const error = new Float64Array(lanes)
    for (let bin = 0; bin < bins; bin++) {
      const [from, to] = [starts[bin]!, starts[bin + 1]!]
      const ofBin = drawnSumsAt(excess.subarray(from, to), units.subarray(from, to), counts)
      for (let lane = 0; lane < lanes; lane++) error[lane]! += Math.abs(ofBin[lane]!)
    }
    return error.map((sum, lane) => sum / weight[lane]!)
  }
