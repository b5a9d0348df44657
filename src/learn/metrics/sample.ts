/** Scored rows of one task: what every metric reads. All arrays have one entry per row. */
export interface Sample {
  /** Log-odds; finite. */
  readonly logits: Float64Array
  /** 0 or 1. */
  readonly labels: Uint8Array
  /** Positive. */
  readonly weights: Float64Array
  /** Number of each row's group (a user) in 0..groupCount; undefined where rows have no groups. */
  readonly groups: Int32Array | undefined
}

/** The rows at these positions, with groups numbered anew from 0. */
export function subsample(sample: Sample, rows: Int32Array): Sample {
  const { groups } = sample
  return {
    logits: Float64Array.from(rows, (row) => sample.logits[row]!),
    labels: Uint8Array.from(rows, (row) => sample.labels[row]!),
    weights: Float64Array.from(rows, (row) => sample.weights[row]!),
    groups: groups === undefined ? undefined : dense(Int32Array.from(rows, (row) => groups[row]!)),
  }
}

/** Numbers groups 0, 1, 2 ... by first occurrence. */
function dense(groups: Int32Array): Int32Array {
  const numbers = new Map<number, number>()
  return groups.map((group) => {
    const known = numbers.get(group)
    if (known !== undefined) return known
    numbers.set(group, numbers.size)
    return numbers.size - 1
  })
}

/** One more than the largest group number. */
export const groupCount = (groups: Int32Array): number => groups.reduce((most, group) => Math.max(most, group + 1), 0)

export const positivesOf = (sample: Sample): number => sample.labels.reduce((sum, label) => sum + label, 0)

/** Positions of the rows from the lowest logit to the highest; equal logits keep their order. */
export function byLogit(sample: Sample): Uint32Array {
  const { logits } = sample
  return Uint32Array.from(logits.keys()).sort((a, b) => logits[a]! - logits[b]! || a - b)
}
