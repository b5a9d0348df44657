import { drawnSums } from './drawn-sums.ts'
import { eachInOrder, kinds } from './in-order.ts'
import type { Metric } from './metric.ts'
import type { Sample } from './sample.ts'

/**
 * Group AUC (Zhu et al. 2018, "Deep Interest Network", eq. 7; He and McAuley 2016): each user's own AUC, averaged by the
 * user's impressions (sum of row weights). Users with one class alone have no AUC and are left out of both sums. Undefined without groups.
 * A user who is drawn twice has the same AUC and twice the impressions.
 */
export const gauc = {
  title: 'gauc',
  better: 'higher',
  needs: ['classes', 'groups', 'positives', 'negatives'],
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
    return ({ counts }) => {
      const total = drawnSums(impressions, counts)
      return drawnSums(weighted, counts).map((each, lane) => each / total[lane]!)
    }
  },
} as const satisfies Metric

const sum = (column: Float64Array): number => column.reduce((total, each) => total + each, 0)

/** Sums of a unit lie side by side, since neighbours in rank are of different units: so a row reads one place of memory. */
const right = 0
const negatives = 1
const positives = 2

/** Of each unit with both classes: its impressions, and its AUC times them; else 0 and 0. */
function aucOfUnits(sample: Sample) {
  const { numbers, ofRow } = sample.units
  const sums = new Float64Array(3 * numbers.length)
  eachInOrder(sample, (rank, kind) => {
    const at = 3 * ofRow[rank]!
    const weight = sample.weight(rank)
    if (kind === kinds.positive) {
      sums[at + right]! += weight * sums[at + negatives]!
      sums[at + positives]! += weight
    } else sums[at + negatives]! += kind === kinds.negative ? weight : weight / 2
  })
  const weighted = new Float64Array(numbers.length)
  const impressions = new Float64Array(numbers.length)
  for (let unit = 0; unit < numbers.length; unit++) {
    const at = 3 * unit
    const pairs = sums[at + positives]! * sums[at + negatives]!
    if (pairs === 0) continue
    impressions[unit] = sums[at + positives]! + sums[at + negatives]!
    weighted[unit] = impressions[unit]! * (sums[at + right]! / pairs)
  }
  return { weighted, impressions }
}
