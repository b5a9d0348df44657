import { softplusOf } from '../../graph/ops/softplus.ts'
import type { Metric } from './metric.ts'

/** Mean of -log p(label), in nats, weighted. From the logit: no probability is clipped. */
export const logloss: Metric = {
  name: 'logloss',
  on({ logits, labels }) {
    const losses = logits.map((logit, row) => softplusOf(labels[row] === 1 ? -logit : logit))
    return (weights) => {
      let sum = 0
      let total = 0
      for (let row = 0; row < losses.length; row++) {
        sum += weights[row]! * losses[row]!
        total += weights[row]!
      }
      return total === 0 ? undefined : sum / total
    }
  },
}
