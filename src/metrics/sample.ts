import { logistic } from '../graph/ops/sigmoid.ts'
import { ranked } from './ranks.ts'
import { type Units, unitsOf } from './units.ts'

/** 0 or 1; soft ones are floats, from 0 to 1. */
export type Labels = Uint8Array | Float32Array

export const isSoft = (labels: Labels): labels is Float32Array => labels instanceof Float32Array

/** Labels of the same kind, all 0. */
export const emptyLabels = (like: Labels, length: number): Labels =>
  isSoft(like) ? new Float32Array(length) : new Uint8Array(length)

/** Labelled rows of one task, in any order. All arrays have one entry per row. */
export interface ScoredColumns {
  /** Log-odds; finite. */
  readonly logits: Float32Array | Float64Array
  readonly labels: Labels
  /** Positive; undefined where every row has weight 1. */
  readonly weights: Float64Array | undefined
  /** Number of each row's group (a user), from 0 on; undefined where rows have no groups. */
  readonly groups: Int32Array | undefined
}

/** The same from the lowest log-odds to the highest. */
interface RankedColumns {
  readonly logits: Float64Array
  readonly labels: Labels
  readonly weights: Float64Array | undefined
  readonly hasGroups: boolean
  readonly units: Units
}

/**
 * Rows from the lowest log-odds to the highest, all of a task's or a slice's: what every metric reads. They are laid in this order once, so
 * that every metric reads them one behind the other. All arrays have one entry per row, by rank.
 */
export class Sample implements RankedColumns {
  readonly logits: Float64Array
  readonly labels: Labels
  readonly weights: Float64Array | undefined
  readonly hasGroups: boolean
  /** Units of resampling: groups (a user's impressions are not independent), or rows where there are no groups. */
  readonly units: Units
  private summed: Totals | undefined
  private constructor({ logits, labels, weights, hasGroups, units }: RankedColumns) {
    this.logits = logits
    this.labels = labels
    this.weights = weights
    this.hasGroups = hasGroups
    this.units = units
  }

  /** Of rows in the given order of their log-odds, which `ranked` finds. */
  static of({ logits, labels, weights, groups }: ScoredColumns, order: Uint32Array = ranked(logits)): Sample {
    const units = groups === undefined ? order : new Uint32Array(order.length)
    if (groups !== undefined) for (let rank = 0; rank < order.length; rank++) units[rank] = groups[order[rank]!]!
    return new Sample({
      ...laid({ logits, labels, weights }, order),
      hasGroups: groups !== undefined,
      units: unitsOf(units),
    })
  }

  /** The rows at the given ranks, which ascend. */
  at(ranks: Uint32Array): Sample {
    return this.reordered(this.logits, ranks)
  }

  /** The same rows in the same ranks by other scores. */
  rescored(logits: Float64Array): Sample {
    return new Sample({ ...this, logits })
  }

  /** The same rows by other scores, which rank them anew. */
  reranked(logits: Float64Array): Sample {
    return this.reordered(logits, ranked(logits))
  }

  /** Whether the row at `rank` has the logit of the row before it. */
  isTied(rank: number): boolean {
    return rank > 0 && this.logits[rank] === this.logits[rank - 1]
  }

  weight(rank: number): number {
    return this.weights === undefined ? 1 : this.weights[rank]!
  }

  probability(rank: number): number {
    return logistic(this.logits[rank]!)
  }

  /** -log p(label), in nats, without the weight; of a soft label its cross entropy. From the logit: no probability is clipped. */
  loss(rank: number): number {
    const logit = this.logits[rank]!
    return Math.max(logit, 0) - this.labels[rank]! * logit + Math.log1p(Math.exp(-Math.abs(logit)))
  }

  get totals(): Totals {
    this.summed ??= totalsOf(this)
    return this.summed
  }

  private reordered(logits: Float64Array, order: Uint32Array): Sample {
    const { hasGroups, units } = this
    return new Sample({ ...laid({ ...this, logits }, order), hasGroups, units: units.at(order) })
  }
}

/** Columns in the given order. One loop for all: places in memory that an order jumps to are fetched at once. */
function laid(from: Pick<ScoredColumns, 'logits' | 'labels' | 'weights'>, order: Uint32Array) {
  const logits = new Float64Array(order.length)
  const labels = emptyLabels(from.labels, order.length)
  const weights = from.weights && new Float64Array(order.length)
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!
    logits[i] = from.logits[row]!
    labels[i] = from.labels[row]!
    if (weights !== undefined) weights[i] = from.weights![row]!
  }
  return { logits, labels, weights }
}

/** Sums over a sample's rows. */
export interface Totals {
  /** Of weights. */
  readonly weight: number
  readonly positives: number
  readonly negatives: number
  /** How many rows are positives: a count, not a weight. Of soft labels those above one half. */
  readonly positiveRows: number
}

function totalsOf(sample: Sample): Totals {
  const { labels } = sample
  let positives = 0
  let negatives = 0
  let positiveRows = 0
  for (let rank = 0; rank < labels.length; rank++) {
    const each = sample.weight(rank)
    const label = labels[rank]!
    positives += each * label
    negatives += each * (1 - label)
    if (label > 0.5) positiveRows++
  }
  return { weight: positives + negatives, positives, negatives, positiveRows }
}
