import type { Metric } from './metric.ts'

/** Mean of -log p(label), in nats, weighted. */
export const logloss = {
  title: 'log loss',
  better: 'lower',
  needs: [],
  keeps: true,
  digits: 5,
  beside: [],
  value(sample) {
    let sum = 0
    for (let rank = 0; rank < sample.labels.length; rank++) sum += sample.weight(rank) * sample.loss(rank)
    return sum / sample.totals.weight
  },
  reads: 'scores',
  resampled:
    () =>
    ({ sums: { loss, weight } }) =>
      loss.map((each, lane) => each / weight[lane]!),
} as const satisfies Metric
