import { type Drawn, lanes } from './drawn.ts'
import type { Metric } from './metric.ts'
import { type MeasuredColumns, type Sample, weightOf } from './sample.ts'

const bins = 15

/**
 * Expected calibration error (Naeini et al. 2015; Guo et al. 2017): the weighted mean over bins of |mean predicted - share of
 * positives|. Fifteen bins of equal mass (Nixon et al. 2019): clicks are rare, so bins of equal width would leave most of them empty.
 * Rows of equal score share a bin. Bins are set by the sample once; a resample reweighs the rows inside them.
 */
export const ece = {
  title: 'ECE',
  better: 'lower',
  needs: [],
  keeps: false,
  digits: 4,
  beside: [],
  value(sample) {
    const bin = binOfRows(sample)
    const excess = new Float64Array(bins)
    for (const row of sample.rows) excess[bin[row]!]! += excessOf(sample.columns, row)
    return excess.reduce((sum, each) => sum + Math.abs(each), 0) / sample.totals.weight
  },
  reads: 'scores',
  resampled: (sample) => resampledEce(excessByUnit(sample)),
} as const satisfies Metric

/** What the row promises above its label, weighted. */
const excessOf = (columns: MeasuredColumns, row: number): number =>
  weightOf(columns, row) * (columns.probabilities[row]! - columns.labels[row]!)

/** By position in the columns. */
function binOfRows(sample: Sample): Uint8Array {
  const { columns, ranked } = sample
  const total = sample.totals.weight
  const bin = new Uint8Array(columns.labels.length)
  let before = 0
  let at = 0
  for (let rank = 0; rank < ranked.length; rank++) {
    const row = ranked[rank]!
    if (!sample.isTied(rank)) at = Math.min(bins - 1, Math.floor((bins * before) / total))
    bin[row] = at
    before += weightOf(columns, row)
  }
  return bin
}

/** Each unit's excess in each bin that its rows fall into. */
interface UnitExcess {
  readonly units: Uint32Array
  readonly starts: Uint32Array
  readonly bin: Uint8Array
  readonly excess: Float64Array
}

function excessByUnit(sample: Sample): UnitExcess {
  const { columns } = sample
  const { units, starts, rows } = sample.units
  const binOf = binOfRows(sample)
  const bin = new Uint8Array(rows.length)
  const excess = new Float64Array(rows.length)
  const binStarts = new Uint32Array(units.length + 1)
  let used = 0
  for (let i = 0; i < units.length; i++) {
    binStarts[i] = used
    for (let at = starts[i]!; at < starts[i + 1]!; at++) {
      const row = rows[at]!
      // A unit's rows ascend by score, and so do their bins.
      if (at === starts[i]! || binOf[row] !== bin[used - 1]) bin[used++] = binOf[row]!
      excess[used - 1]! += excessOf(columns, row)
    }
  }
  binStarts[units.length] = used
  return { units, starts: binStarts, bin: bin.slice(0, used), excess: excess.slice(0, used) }
}

function resampledEce({ units, starts, bin, excess }: UnitExcess) {
  const drawn = new Float64Array(bins * lanes)
  return ({ counts, weight }: Drawn): Float64Array => {
    drawn.fill(0)
    for (let i = 0; i < units.length; i++) {
      const times = counts[units[i]!]!
      const c0 = times & 15
      const c1 = (times >>> 4) & 15
      const c2 = (times >>> 8) & 15
      const c3 = (times >>> 12) & 15
      const c4 = (times >>> 16) & 15
      const c5 = (times >>> 20) & 15
      const c6 = (times >>> 24) & 15
      const c7 = times >>> 28
      for (let j = starts[i]!; j < starts[i + 1]!; j++) {
        const to = lanes * bin[j]!
        const each = excess[j]!
        drawn[to]! += c0 * each
        drawn[to + 1]! += c1 * each
        drawn[to + 2]! += c2 * each
        drawn[to + 3]! += c3 * each
        drawn[to + 4]! += c4 * each
        drawn[to + 5]! += c5 * each
        drawn[to + 6]! += c6 * each
        drawn[to + 7]! += c7 * each
      }
    }
    const sums = new Float64Array(lanes)
    for (let i = 0; i < drawn.length; i++) sums[i % lanes]! += Math.abs(drawn[i]!)
    return sums.map((sum, lane) => sum / weight[lane]!)
  }
}
