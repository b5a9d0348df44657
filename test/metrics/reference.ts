import type { MetricName } from '../../src/metrics/table.ts'

/** A row as a plain object: the reference reads nothing of the code that it is compared with. */
export interface Row {
  readonly logit: number
  readonly label: number
  readonly weight: number
  readonly group: number
}

const probability = ({ logit }: Row): number => 1 / (1 + Math.exp(-logit))
const sum = <T>(of: readonly T[], each: (one: T) => number): number => of.reduce((total, one) => total + each(one), 0)
const weightOf = (rows: readonly Row[]): number => sum(rows, ({ weight }) => weight)
const ofLabel = (rows: readonly Row[], label: number): readonly Row[] => rows.filter((row) => row.label === label)

/** Over all pairs. */
function auc(rows: readonly Row[]): number {
  const right = sum(ofLabel(rows, 1), (p) =>
    sum(ofLabel(rows, 0), (n) => p.weight * n.weight * (p.logit > n.logit ? 1 : p.logit === n.logit ? 0.5 : 0)),
  )
  return right / (weightOf(ofLabel(rows, 1)) * weightOf(ofLabel(rows, 0)))
}

/** A group that was drawn twice is one group with twice the rows. */
function gauc(rows: readonly Row[]): number {
  const groups = [...new Set(rows.map(({ group }) => group))]
    .map((group) => rows.filter((row) => row.group === group))
    .filter((of) => ofLabel(of, 1).length > 0 && ofLabel(of, 0).length > 0)
  return sum(groups, (of) => weightOf(of) * auc(of)) / sum(groups, weightOf)
}

const logloss = (rows: readonly Row[]): number =>
  -sum(rows, (row) => row.weight * Math.log(row.label === 1 ? probability(row) : 1 - probability(row))) / weightOf(rows)

function normalizedEntropy(rows: readonly Row[]): number {
  const rate = weightOf(ofLabel(rows, 1)) / weightOf(rows)
  return logloss(rows) / -(rate * Math.log(rate) + (1 - rate) * Math.log(1 - rate))
}

const calibrationRatio = (rows: readonly Row[]): number =>
  sum(rows, (row) => row.weight * probability(row)) / weightOf(ofLabel(rows, 1))

/** The bin of a row is that of the share of `sample`'s weight whose score is below its own. */
function ece(rows: readonly Row[], sample: readonly Row[]): number {
  const binOf = (row: Row): number => {
    const below = weightOf(sample.filter(({ logit }) => logit < row.logit))
    return Math.min(14, Math.floor((15 * below) / weightOf(sample)))
  }
  const errors = Array.from({ length: 15 }, (_, bin) => {
    const of = rows.filter((row) => binOf(row) === bin)
    const total = weightOf(of)
    if (total === 0) return 0
    const predicted = sum(of, (row) => row.weight * probability(row)) / total
    return total * Math.abs(predicted - weightOf(ofLabel(of, 1)) / total)
  })
  return sum(errors, (error) => error) / weightOf(rows)
}

/** Every metric of `rows`, which were drawn from `sample`; not finite where it is undefined. */
export const referenceMetrics: Readonly<Record<MetricName, (rows: readonly Row[], sample: readonly Row[]) => number>> =
  { auc, gauc, logloss, normalized_entropy: normalizedEntropy, ece, calibration_ratio: calibrationRatio }
