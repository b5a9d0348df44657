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

/** Some of the rows, such as one surface's. */
export class Sample {
  private byUnit: UnitRows | undefined
  constructor(
    readonly columns: ScoredColumns,
    /** Positions of the rows in the columns, ascending. */
    readonly rows: Uint32Array,
    /** The same, from the lowest logit to the highest; equal logits ascending. */
    readonly ranked: Uint32Array,
  ) {}

  static ofAll(columns: ScoredColumns): Sample {
    return new Sample(columns, positions(columns.labels.length), ranked(columns.logits))
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
}

export const weightOf = ({ weights }: ScoredColumns, row: number): number => (weights === undefined ? 1 : weights[row]!)

/** Sums of a sample's weights. */
export interface Totals {
  readonly weight: number
  readonly positives: number
  readonly negatives: number
}

export function totalsOf({ columns, rows }: Sample): Totals {
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
