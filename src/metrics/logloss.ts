import type { Metric } from './metric.ts'
import { type Sample, weightOf } from './sample.ts'
import { drawnSums, sumByUnit } from './units.ts'

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
    const { columns, rows } = sample
    const { losses } = columns
    for (const row of rows) sum += weightOf(columns, row) * losses[row]!
    return sum / sample.totals.weight
  },
  reads: 'scores',
  resampled(sample) {
    const losses = lossByUnit(sample)
    const { units } = sample.units
    return ({ counts, weight }) => drawnSums(units, losses, counts).map((loss, lane) => loss / weight[lane]!)
  },
} as const satisfies Metric

function lossByUnit({ columns, units }: Sample): Float64Array {
  const { losses } = columns
  return sumByUnit(units, (row) => weightOf(columns, row) * losses[row]!)
}
