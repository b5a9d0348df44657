import type { Sample } from './sample.ts'

/**
 * The standard error of the difference between a sample's log loss and that of its base rate, in nats: of the mean, weighted, of the rows' paired
 * differences (Miller 2024, "Adding Error Bars to Evals", arXiv 2411.00640; with weights the linearized variance of a ratio,
 * Cochran 1977, "Sampling Techniques", chapter 6). Pairs are of rows, taken for independent. Undefined with one class alone, or one row.
 */
export function baseRateError(sample: Sample): number | undefined {
  const { positives, weight } = sample.totals
  const rate = positives / weight
  const rows = sample.labels.length
  if (rows < 2 || rate <= 0 || rate >= 1) return undefined
  const [ofPositive, ofNegative] = [Math.log(rate), Math.log1p(-rate)]
  const differenceAt = (rank: number): number => {
    const label = sample.labels[rank]!
    return sample.loss(rank) + label * ofPositive + (1 - label) * ofNegative
  }
  let sum = 0
  for (let rank = 0; rank < rows; rank++) sum += sample.weight(rank) * differenceAt(rank)
  const mean = sum / weight
  let squares = 0
  for (let rank = 0; rank < rows; rank++) squares += (sample.weight(rank) * (differenceAt(rank) - mean)) ** 2
  return Math.sqrt((squares * rows) / (rows - 1)) / weight
}
