import { logloss } from './logloss.ts'
import type { Metric } from './metric.ts'

/**
 * Log loss over the entropy of the base rate (He et al. 2014, "Practical Lessons from Predicting Clicks on Ads at Facebook",
 * eq. 1): below 1 is better than always saying the base rate. Undefined with one class alone.
 */
export const normalizedEntropy: Metric = {
  name: 'normalized_entropy',
  on(sample) {
    const loss = logloss.on(sample)
    return (weights) => {
      let positives = 0
      let total = 0
      for (let row = 0; row < weights.length; row++) {
        total += weights[row]!
        if (sample.labels[row] === 1) positives += weights[row]!
      }
      const rate = positives / total
      const value = loss(weights)
      if (value === undefined || !(rate > 0 && rate < 1)) return undefined
      return value / -(rate * Math.log(rate) + (1 - rate) * Math.log1p(-rate))
    }
  },
}
