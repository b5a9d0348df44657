import type { Sample } from './sample.ts'

/** Sums over the rows of each unit, by its position in `Sample.units`: most metrics are ratios of them. */
export interface UnitSums {
  /** Of weights, and of positives' weights. */
  readonly weight: Float64Array
  readonly positives: Float64Array
  /** Of -log p(label), weighted. */
  readonly loss: Float64Array
  /** Of predicted probabilities, weighted. */
  readonly promised: Float64Array
}

export function unitSums(sample: Sample): UnitSums {
  const { logits, labels, units } = sample
  const { numbers, ofRow } = units
  // A unit's four sums side by side, since neighbours in rank are of different units: so a row reads one place of memory.
  const sums = new Float64Array(4 * numbers.length)
  for (let rank = 0; rank < labels.length; rank++) {
    const at = 4 * ofRow[rank]!
    const each = sample.weight(rank)
    // sample.loss(rank) and sample.probability(rank), which both begin with this power: it and the logarithm are most of the work.
    const logit = logits[rank]!
    const power = Math.exp(-Math.abs(logit))
    const loss = Math.max(logit, 0) - labels[rank]! * logit + Math.log1p(power)
    const probability = (logit >= 0 ? 1 : power) / (1 + power)
    sums[at]! += each
    sums[at + 1]! += each * labels[rank]!
    sums[at + 2]! += each * loss
    sums[at + 3]! += each * probability
  }
  return { weight: column(sums, 0), positives: column(sums, 1), loss: column(sums, 2), promised: column(sums, 3) }
}

function column(sums: Float64Array, first: number): Float64Array {
  const values = new Float64Array(sums.length / 4)
  for (let unit = 0; unit < values.length; unit++) values[unit] = sums[4 * unit + first]!
  return values
}
