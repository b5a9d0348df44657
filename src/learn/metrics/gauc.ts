import { orderedPairs } from './auc.ts'
import type { Metric } from './metric.ts'

/**
 * Group AUC (Zhu et al. 2018, "Deep Interest Network", eq. 7; He and McAuley 2016): each user's own AUC, averaged by the
 * user's impressions (sum of row weights). Users with one class alone have no AUC and are left out of both sums. Undefined without groups.
 */
export const gauc: Metric = {
  name: 'gauc',
  on({ logits, labels, groups }) {
    if (groups === undefined) return () => undefined
    const order = Uint32Array.from(logits.keys()).sort(
      (a, b) => groups[a]! - groups[b]! || logits[a]! - logits[b]! || a - b,
    )
    const positive = order.map((row) => labels[row]!)
    const tied = new Uint8Array(order.length)
    const starts: number[] = []
    for (let i = 0; i < order.length; i++) {
      const sameGroup = i > 0 && groups[order[i]!] === groups[order[i - 1]!]
      if (!sameGroup) starts.push(i)
      else if (logits[order[i]!] === logits[order[i - 1]!]) tied[i] = 1
    }
    return (weights) => {
      let sum = 0
      let total = 0
      for (let g = 0; g < starts.length; g++) {
        const pairs = orderedPairs(order, positive, tied, weights, starts[g]!, starts[g + 1] ?? order.length)
        if (pairs === undefined) continue
        sum += pairs.weight * pairs.auc
        total += pairs.weight
      }
      return total === 0 ? undefined : sum / total
    }
  },
}
