import type { Sample } from './sample.ts'

/** What is visited of a row: a positive, a negative, or half of a negative, which is then visited twice. */
export const kinds = { negative: 0, positive: 1, halfNegative: 2 } as const
export type Kind = (typeof kinds)[keyof typeof kinds]

/**
 * Visits a sample's rows so that each positive comes behind the negatives that it is ranked above: from the lowest score to the highest.
 * Negatives that have the score of a positive come twice, half before the positives of that score and half behind them: so such a pair
 * counts one half.
 */
export function eachInOrder(sample: Sample, visit: (rank: number, kind: Kind) => void): void {
  const { labels } = sample
  const visitAll = (from: number, to: number, label: number, kind: Kind): void => {
    for (let rank = from; rank < to; rank++) if (labels[rank] === label) visit(rank, kind)
  }
  for (let from = 0, to = 1; from < labels.length; from = to++) {
    let positives = labels[from]!
    for (; to < labels.length && sample.isTied(to); to++) positives += labels[to]!
    const isMixed = positives > 0 && positives < to - from
    if (isMixed) visitAll(from, to, 0, kinds.halfNegative)
    if (positives > 0) visitAll(from, to, 1, kinds.positive)
    if (positives < to - from) visitAll(from, to, 0, isMixed ? kinds.halfNegative : kinds.negative)
  }
}
