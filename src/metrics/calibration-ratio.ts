import type { Metric } from './metric.ts'
import { type Sample, weightOf } from './sample.ts'
import { drawnSums, sumByUnit } from './units.ts'

/** Sum of predicted probabilities over sum of labels, weighted: 1 is calibrated, above 1 predicts too many clicks. Undefined without positives. */
export const calibrationRatio = {
  title: 'calibration',
  better: 'nearest to 1',
  needs: ['positives'],
  keeps: false,
  digits: 4,
  beside: ['raw'],
  value(sample) {
    const { columns, rows } = sample
    const { probabilities } = columns
    let promised = 0
    for (const row of rows) promised += weightOf(columns, row) * probabilities[row]!
    return promised / sample.totals.positives
  },
  reads: 'scores',
  resampled(sample) {
    const promised = promisedByUnit(sample)
    const { units } = sample.units
    return ({ counts, positives }) => drawnSums(units, promised, counts).map((sum, lane) => sum / positives[lane]!)
  },
} as const satisfies Metric

function promisedByUnit({ columns, units }: Sample): Float64Array {
  const { probabilities } = columns
  return sumByUnit(units, (row) => weightOf(columns, row) * probabilities[row]!)
}
