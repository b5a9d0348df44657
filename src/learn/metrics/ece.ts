import { logistic } from '../../graph/ops/sigmoid.ts'
import type { Metric } from './metric.ts'
import { byLogit } from './sample.ts'

const bins = 15

/**
 * Expected calibration error (Naeini et al. 2015; Guo et al. 2017): the weighted mean over bins of |mean predicted - share of
 * positives|. Fifteen bins of equal mass (Nixon et al. 2019): clicks are rare, so bins of equal width would leave most of them empty.
 * Rows of equal score share a bin. Bins are set by the sample once; a resample reweighs the rows inside them.
 */
export const ece: Metric = {
  name: 'ece',
  on(sample) {
    const bin = binOfEachRow(sample.logits, byLogit(sample), sample.weights)
    const predicted = sample.logits.map(logistic)
    return (weights) => {
      const excess = new Float64Array(bins)
      let total = 0
      for (let row = 0; row < predicted.length; row++) {
        excess[bin[row]!]! += weights[row]! * (predicted[row]! - sample.labels[row]!)
        total += weights[row]!
      }
      return total === 0 ? undefined : excess.reduce((sum, each) => sum + Math.abs(each), 0) / total
    }
  },
}

function binOfEachRow(logits: Float64Array, order: Uint32Array, weights: Float64Array): Uint8Array {
  const bin = new Uint8Array(order.length)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let before = 0
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!
    const tied = i > 0 && logits[row] === logits[order[i - 1]!]
    bin[row] = tied ? bin[order[i - 1]!]! : Math.min(bins - 1, Math.floor((bins * before) / total))
    before += weights[row]!
  }
  return bin
}
