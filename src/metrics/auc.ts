import type { Drawn } from './drawn.ts'
import type { Metric } from './metric.ts'
import { pairsInOrder, rankedRows } from './ranked-rows.ts'
import type { Sample } from './sample.ts'

/**
 * Area under the ROC curve: the weighted share of (positive, negative) pairs that the scores put in the right order, a tie
 * counting one half (midranks; Hanley and McNeil 1982). Undefined without both classes, and of soft labels.
 */
export const auc = {
  title: 'auc',
  better: 'higher',
  needs: ['classes', 'positives', 'negatives'],
  keeps: true,
  digits: 4,
  beside: ['interval'],
  value: (sample) => rightPairs(sample) / (sample.totals.positives * sample.totals.negatives),
  reads: 'ranks',
  resampled(sample) {
    const rows = rankedRows(sample)
    return ({ counts, sums: { weight, positives } }: Drawn) =>
      pairsInOrder(rows, counts).map((right, lane) => right / (positives[lane]! * (weight[lane]! - positives[lane]!)))
  },
} as const satisfies Metric

/** Weight of the (positive, negative) pairs in the right order. */
function rightPairs(sample: Sample): number {
  const { labels } = sample
  let negatives = 0
  let right = 0
  let tiedPositives = 0
  let tiedNegatives = 0
  for (let rank = 0; rank < labels.length; rank++) {
    if (!sample.isTied(rank)) {
      right += tiedPositives * (negatives + tiedNegatives / 2)
      negatives += tiedNegatives
      tiedPositives = 0
      tiedNegatives = 0
    }
    if (labels[rank] === 1) tiedPositives += sample.weight(rank)
    else tiedNegatives += sample.weight(rank)
  }
  return right + tiedPositives * (negatives + tiedNegatives / 2)
}
