import { aucOf, rankedPairs } from './auc.ts'
import type { Metric } from './metric.ts'
import type { Sample } from './sample.ts'
import { drawnSums } from './units.ts'

/**
 * Group AUC (Zhu et al. 2018, "Deep Interest Network", eq. 7; He and McAuley 2016): each user's own AUC, averaged by the
 * user's impressions (sum of row weights). Users with one class alone have no AUC and are left out of both sums. Undefined without groups.
 * A user who is drawn twice has the same AUC and twice the impressions.
 */
export const gauc = {
  title: 'gauc',
  better: 'higher',
  needs: ['groups', 'positives', 'negatives'],
  keeps: false,
  digits: 4,
  beside: [],
  value(sample) {
    const { weighted, impressions } = aucOfUnits(sample)
    return sum(weighted) / sum(impressions)
  },
  reads: 'ranks',
  resampled(sample) {
    const { weighted, impressions } = aucOfUnits(sample)
    const { units } = sample.units
    return ({ counts }) => {
      const total = drawnSums(units, impressions, counts)
      return drawnSums(units, weighted, counts).map((each, lane) => each / total[lane]!)
    }
  },
} as const satisfies Metric

const sum = (column: Float64Array): number => column.reduce((total, each) => total + each, 0)

/** Of each unit with both classes: its impressions, and its AUC times them; else 0 and 0. */
function aucOfUnits({ columns, units: { units, starts, rows } }: Sample) {
  const weighted = new Float64Array(units.length)
  const impressions = new Float64Array(units.length)
  for (let i = 0; i < units.length; i++) {
    const pairs = rankedPairs(columns, rows, starts[i]!, starts[i + 1]!)
    if (pairs.positives === 0 || pairs.negatives === 0) continue
    impressions[i] = pairs.positives + pairs.negatives
    weighted[i] = impressions[i]! * aucOf(pairs)
  }
  return { weighted, impressions }
}
