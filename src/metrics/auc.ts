import { type Drawn, lanes } from './drawn.ts'
import type { Metric } from './metric.ts'
import { type Sample, type ScoredColumns, weightOf } from './sample.ts'

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
  resampled: (sample, value) => resampledAuc(levelsByUnit(sample), value),
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

/**
 * Resamples tell apart this many levels of score at most. Up to as many distinct scores every resample's AUC is exact. Of more, neighbours
 * share a level, where a pair counts one half: at most 1 / (2 * levels) of all pairs, nearly all of which counts alike in the sample
 * itself, and that part is put right.
 */
export const mostLevels = 2048

/** Each unit's rows, as the level of their score and their label. */
interface LevelRows {
  readonly units: Uint32Array
  readonly starts: Uint32Array
  /** 2 * level + label. */
  readonly codes: Uint16Array
  readonly weights: Float64Array | undefined
  readonly levels: number
}

function levelsByUnit(sample: Sample): LevelRows {
  const { columns } = sample
  const { units, starts, rows } = sample.units
  const { level, levels } = levelOfRows(sample)
  const codes = new Uint16Array(rows.length)
  const weights = columns.weights === undefined ? undefined : new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    codes[i] = 2 * level[row]! + columns.labels[row]!
    if (weights !== undefined) weights[i] = weightOf(columns, row)
  }
  return { units, starts, codes, weights, levels }
}

/** Equal scores share a level. Of few scores each has its own; of many, levels have equal numbers of rows, but for ties. */
function levelOfRows(sample: Sample): { readonly level: Uint16Array; readonly levels: number } {
  const { columns, ranked } = sample
  let distinct = 0
  for (let rank = 0; rank < ranked.length; rank++) if (!sample.isTied(rank)) distinct++
  const level = new Uint16Array(columns.labels.length)
  let at = -1
  for (let rank = 0; rank < ranked.length; rank++) {
    if (!sample.isTied(rank)) at = distinct <= mostLevels ? at + 1 : Math.floor((mostLevels * rank) / ranked.length)
    level[ranked[rank]!] = at
  }
  return { level, levels: Math.min(distinct, mostLevels) }
}

function resampledAuc({ units, starts, codes, weights, levels }: LevelRows, value: number) {
  /** Weight drawn of each level's negatives and positives: code c in resample k at lanes * c + k. */
  const drawnWeight = new Float64Array(2 * levels * lanes)
  const once = new Uint8Array(lanes * (1 + (units[units.length - 1] ?? 0))).fill(1)
  const whole = aucs(once)
  const lost = value - whole[0]!
  return ({ counts }: Pick<Drawn, 'counts'>): Float64Array => aucs(counts).map((each) => each + lost)

  function aucs(counts: Uint8Array): Float64Array {
    drawnWeight.fill(0)
    for (let i = 0; i < units.length; i++) {
      const at = lanes * units[i]!
      const c0 = counts[at]!
      const c1 = counts[at + 1]!
      const c2 = counts[at + 2]!
      const c3 = counts[at + 3]!
      const c4 = counts[at + 4]!
      const c5 = counts[at + 5]!
      const c6 = counts[at + 6]!
      const c7 = counts[at + 7]!
      for (let j = starts[i]!; j < starts[i + 1]!; j++) {
        const to = lanes * codes[j]!
        const weight = weights === undefined ? 1 : weights[j]!
        drawnWeight[to]! += c0 * weight
        drawnWeight[to + 1]! += c1 * weight
        drawnWeight[to + 2]! += c2 * weight
        drawnWeight[to + 3]! += c3 * weight
        drawnWeight[to + 4]! += c4 * weight
        drawnWeight[to + 5]! += c5 * weight
        drawnWeight[to + 6]! += c6 * weight
        drawnWeight[to + 7]! += c7 * weight
      }
    }
    return Float64Array.from({ length: lanes }, (_, lane) => aucOf(levelPairs(drawnWeight, levels, lane)))
  }
}

function levelPairs(drawnWeight: Float64Array, levels: number, lane: number): RankedPairs {
  let right = 0
  let positives = 0
  let negatives = 0
  for (let level = 0; level < levels; level++) {
    const negative = drawnWeight[2 * lanes * level + lane]!
    const positive = drawnWeight[2 * lanes * level + lanes + lane]!
    right += positive * (negatives + negative / 2)
    positives += positive
    negatives += negative
  }
  return { right, positives, negatives }
}
