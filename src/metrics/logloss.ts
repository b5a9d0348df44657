import { softplusOf } from '../graph/ops/softplus.ts'
import type { Metric } from './metric.ts'
import { type Sample, type ScoredColumns, totalsOf, weightOf } from './sample.ts'
import { drawnSums, sumByUnit } from './units.ts'

/** Mean of -log p(label), in nats, weighted. From the logit: no probability is clipped. */
export const logloss = {
  title: 'log loss',
  better: 'lower',
  needs: [],
  keeps: true,
  digits: 5,
  beside: [],
  value(sample) {
    let sum = 0
    for (const row of sample.rows) sum += weightOf(sample.columns, row) * lossOf(sample.columns, row)
    return sum / totalsOf(sample).weight
  },
  resampled(sample) {
    const losses = lossByUnit(sample)
    const { units } = sample.units
    return ({ counts, weight }) => drawnSums(units, losses, counts).map((loss, lane) => loss / weight[lane]!)
  },
} as const satisfies Metric

const lossOf = ({ logits, labels }: ScoredColumns, row: number): number =>
  softplusOf(labels[row] === 1 ? -logits[row]! : logits[row]!)

const lossByUnit = ({ columns, units }: Sample): Float64Array =>
  sumByUnit(units, (row) => weightOf(columns, row) * lossOf(columns, row))
