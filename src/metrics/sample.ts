import { logistic } from '../graph/ops/sigmoid.ts'
import { softplusOf } from '../graph/ops/softplus.ts'
import { positions, ranked } from './ranks.ts'
import { type UnitRows, unitRows } from './units.ts'

/** Labelled rows of one task: what every metric reads. All arrays have one entry per row. */
export interface ScoredColumns {
  /** Log-odds; finite. */
  readonly logits: Float64Array
  /** 0 or 1. */
  readonly labels: Uint8Array
  /** Positive; undefined where every row has weight 1. */
  readonly weights: Float64Array | undefined
  /** Number of each row's group (a user), from 0 on; undefined where rows have no groups. */
  readonly groups: Int32Array | undefined
}

/** Columns with what metrics make of each row's score, made once for all slices of the rows. */
export class MeasuredColumns implements ScoredColumns {
  readonly logits: Float64Array
  readonly labels: Uint8Array
  readonly weights: Float64Array | undefined
  readonly groups: Int32Array | undefined
  private madeProbabilities: Float64Array | undefined
  private madeLosses: Float64Array | undefined
  constructor({ logits, labels, weights, groups }: ScoredColumns) {
    this.logits = logits
    this.labels = labels
    this.weights = weights
    this.groups = groups
  }

  get probabilities(): Float64Array {
    this.madeProbabilities ??= this.logits.map(logistic)
    return this.madeProbabilities
  }

  /** -log p(label), in nats, without the weight. From the logit: no probability is clipped. */
  get losses(): Float64Array {
    this.madeLosses ??= this.logits.map((logit, row) => softplusOf(this.labels[row] === 1 ? -logit : logit))
    return this.madeLosses
  }
}

/** Some of the rows, such as one surface's. */
export class Sample {
  private byUnit: UnitRows | undefined
  private summed: Totals | undefined
  constructor(
    readonly columns: MeasuredColumns,
    /** Positions of the rows in the columns, ascending. */
    readonly rows: Uint32Array,
    /** The same, from the lowest logit to the highest; equal logits ascending. */
    readonly ranked: Uint32Array,
  ) {}

  static ofAll(columns: ScoredColumns): Sample {
    return new Sample(new MeasuredColumns(columns), positions(columns.labels.length), ranked(columns.logits))
  }

  /** Whether the row at `rank` has the logit of the row before it. */
  isTied(rank: number): boolean {
    const { logits } = this.columns
    return rank > 0 && logits[this.ranked[rank]!] === logits[this.ranked[rank - 1]!]
  }

  /** The rows by unit of resampling. */
  get units(): UnitRows {
    this.byUnit ??= unitRows(this.columns.groups, this.rows, this.ranked)
    return this.byUnit
  }

  get totals(): Totals {
    this.summed ??= totalsOf(this)
    return this.summed
  }
}

export const weightOf = ({ weights }: ScoredColumns, row: number): number => (weights === undefined ? 1 : weights[row]!)

/** Sums of a sample's weights. */
export interface Totals {
  readonly weight: number
  readonly positives: number
  readonly negatives: number
}

function totalsOf({ columns, rows }: Sample): Totals {
  let weight = 0
  let positives = 0
  let negatives = 0
  for (const row of rows) {
    const each = weightOf(columns, row)
    weight += each
    if (columns.labels[row] === 1) positives += each
    else negatives += each
  }
  return { weight, positives, negatives }
}
