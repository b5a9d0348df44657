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
  const { labels, units } = sample
  const { numbers, ofRow } = units
  const column = (): Float64Array => new Float64Array(numbers.length)
  const [weight, positives, loss, promised] = [column(), column(), column(), column()]
  for (let rank = 0; rank < labels.length; rank++) {
    const unit = ofRow[rank]!
    const each = sample.weight(rank)
    weight[unit]! += each
    positives[unit]! += each * labels[rank]!
    loss[unit]! += each * sample.loss(rank)
    promised[unit]! += each * sample.probability(rank)
  }
  return { weight, positives, loss, promised }
}
