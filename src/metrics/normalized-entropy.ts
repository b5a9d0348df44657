import { logloss } from './logloss.ts'
import type { Metric } from './metric.ts'

/**
 * Log loss over the entropy of the base rate (He et al. 2014, "Practical Lessons from Predicting Clicks on Ads at Facebook",
 * eq. 1): below 1 is better than always predicting the base rate. Undefined with one class alone.
 */
export const normalizedEntropy = {
  title: 'NE',
  better: 'lower',
  needs: ['positives', 'negatives'],
  keeps: false,
  digits: 4,
  beside: [],
  value(sample) {
    const { positives, weight } = sample.totals
    return logloss.value(sample) / entropy(positives / weight)
  },
  reads: 'scores',
  resampled() {
    const losses = logloss.resampled()
    return (drawn) => {
      const { positives, weight } = drawn.sums
      return losses(drawn).map((loss, lane) => loss / entropy(positives[lane]! / weight[lane]!))
    }
  },
} as const satisfies Metric

/** In nats. */
const entropy = (rate: number): number => -(rate * Math.log(rate) + (1 - rate) * Math.log1p(-rate))
