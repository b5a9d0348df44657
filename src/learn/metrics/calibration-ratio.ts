import { logistic } from '../../graph/ops/sigmoid.ts'
import type { Metric } from './metric.ts'

/** Sum of predicted probabilities over sum of labels, weighted: 1 is right, above 1 promises too many clicks. Undefined without positives. */
export const calibrationRatio: Metric = {
  name: 'calibration_ratio',
  on({ logits, labels }) {
    const predicted = logits.map(logistic)
    return (weights) => {
      let promised = 0
      let positives = 0
      for (let row = 0; row < predicted.length; row++) {
        promised += weights[row]! * predicted[row]!
        if (labels[row] === 1) positives += weights[row]!
      }
      return positives === 0 ? undefined : promised / positives
    }
  },
}
