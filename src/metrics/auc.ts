import type { Drawn } from './drawn.ts'
import type { Metric } from './metric.ts'
import { pairsInOrder, rankedRows } from './ranked-rows.ts'
import { type ScoredColumns, weightOf } from './sample.ts'

/**
 * Area under the ROC curve: the weighted share of (positive, negative) pairs that the scores put in the right order, a tie
 * counting one half (midranks; Hanley and McNeil 1982). Undefined without both classes.
 */
export const auc = {
  title: 'auc',
  better: 'higher',
  needs: ['positives', 'negatives'],
  keeps: true,
  digits: 4,
  beside: ['interval'],
  value: ({ columns, ranked }) => aucOf(rankedPairs(columns, ranked, 0, ranked.length)),
  reads: 'ranks',
  resampled(sample) {
    const rows = rankedRows(sample)
    return ({ counts, weight, positives }: Drawn) =>
      pairsInOrder(rows, counts).map((right, lane) =>
        aucOf({ right, positives: positives[lane]!, negatives: weight[lane]! - positives[lane]! }),
      )
  },
} as const satisfies Metric

/** Weights of (positive, negative) pairs in the right order, of positives and of negatives. */
export interface RankedPairs {
  readonly right: number
  readonly positives: number
  readonly negatives: number
}

export const aucOf = ({ right, positives, negatives }: RankedPairs): number => right / (positives * negatives)

/** Of ranked[from..to], which ascend by logit. */
export function rankedPairs(columns: ScoredColumns, ranked: Uint32Array, from: number, to: number): RankedPairs {
  const { logits, labels } = columns
  let negatives = 0
  let right = 0
  let positives = 0
  let blockPositives = 0
  let blockNegatives = 0
  for (let i = from; i < to; i++) {
    const row = ranked[i]!
    if (i > from && logits[row] !== logits[ranked[i - 1]!]) {
      right += blockPositives * (negatives + blockNegatives / 2)
      positives += blockPositives
      negatives += blockNegatives
      blockPositives = 0
      blockNegatives = 0
    }
    const weight = weightOf(columns, row)
    if (labels[row] === 1) blockPositives += weight
    else blockNegatives += weight
  }
  right += blockPositives * (negatives + blockNegatives / 2)
  return { right, positives: positives + blockPositives, negatives: negatives + blockNegatives }
}
