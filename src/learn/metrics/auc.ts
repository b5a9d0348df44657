import type { Metric } from './metric.ts'
import { byLogit } from './sample.ts'

/**
 * Area under the ROC curve: the weighted share of (positive, negative) pairs that the scores put in the right order, a tie
 * counting one half (midranks; Hanley and McNeil 1982). Undefined without both classes.
 */
export const auc: Metric = {
  name: 'auc',
  on(sample) {
    const order = byLogit(sample)
    const positive = order.map((row) => sample.labels[row]!)
    const tied = new Uint8Array(order.length)
    for (let i = 1; i < order.length; i++) {
      tied[i] = sample.logits[order[i]!] === sample.logits[order[i - 1]!] ? 1 : 0
    }
    return (weights) => orderedPairs(order, positive, tied, weights, 0, order.length)?.auc
  },
}

export interface OrderedPairs {
  readonly auc: number
  /** Sum of the weights, positives and negatives. */
  readonly weight: number
}

/** AUC of order[from..to]; tied[i] is 1 where row i has the score of row i - 1. */
export function orderedPairs(
  order: Uint32Array,
  positive: Uint32Array,
  tied: Uint8Array,
  weights: Float64Array,
  from: number,
  to: number,
): OrderedPairs | undefined {
  let below = 0
  let right = 0
  let positives = 0
  let blockPositives = 0
  let blockNegatives = 0
  for (let i = from; i < to; i++) {
    if (i > from && tied[i] === 0) {
      right += blockPositives * (below + blockNegatives / 2)
      positives += blockPositives
      below += blockNegatives
      blockPositives = 0
      blockNegatives = 0
    }
    const weight = weights[order[i]!]!
    if (positive[i] === 1) blockPositives += weight
    else blockNegatives += weight
  }
  right += blockPositives * (below + blockNegatives / 2)
  positives += blockPositives
  below += blockNegatives
  if (positives === 0 || below === 0) return undefined
  return { auc: right / (positives * below), weight: positives + below }
}
