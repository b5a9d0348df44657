import type { Metric } from './metric.ts'

/** Sum of predicted probabilities over sum of labels, weighted: 1 is calibrated, above 1 predicts too many clicks. Undefined without positives. */
export const calibrationRatio = {
  title: 'calibration',
  better: 'nearest to 1',
  needs: ['positives'],
  keeps: false,
  digits: 4,
  beside: ['raw'],
  value(sample) {
    let promised = 0
    for (let rank = 0; rank < sample.labels.length; rank++) promised += sample.weight(rank) * sample.probability(rank)
    return promised / sample.totals.positives
  },
  reads: 'scores',
  resampled:
    () =>
    ({ sums: { promised, positives } }) =>
      promised.map((each, lane) => each / positives[lane]!),
} as const satisfies Metric
