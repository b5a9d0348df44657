/** Labelled rows that a calibrator is fitted on: logits before calibration. */
export interface Segment {
  readonly logits: Float64Array
  /** 0 or 1; soft ones are floats, from 0 to 1. */
  readonly labels: Uint8Array | Float32Array
  readonly weights: Float64Array
}

/**
 * Platt's smoothed targets (Platt 1999), (N+ + 1)/(N+ + 2) for positives and 1/(N- + 2) for negatives, so that separable data give finite
 * parameters; a soft label lies between the two. The unit of the counts is the mean row weight: a fit does not change when all weights are scaled, and predicted and
 * observed totals agree but for terms of order one row.
 */
export function smoothedTargets({ labels, weights }: Segment): Float64Array {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length
  let positives = 0
  let negatives = 0
  for (let row = 0; row < labels.length; row++) {
    positives += (labels[row]! * weights[row]!) / mean
    negatives += ((1 - labels[row]!) * weights[row]!) / mean
  }
  const high = (positives + 1) / (positives + 2)
  const low = 1 / (negatives + 2)
  return Float64Array.from(labels, (label) => label * high + (1 - label) * low)
}

/** Mean cross entropy of slope * logit + intercept against the targets. */
export function crossEntropy(
  { logits, weights }: Segment,
  targets: Float64Array,
  slope: number,
  intercept: number,
): number {
  let sum = 0
  let total = 0
  for (let row = 0; row < logits.length; row++) {
    const z = slope * logits[row]! + intercept
    sum += weights[row]! * (Math.max(z, 0) - z * targets[row]! + Math.log1p(Math.exp(-Math.abs(z))))
    total += weights[row]!
  }
  return sum / total
}
