import { logistic } from '../../graph/ops/sigmoid.ts'

export interface PlattFit {
  readonly slope: number
  readonly intercept: number
  /** False where the data ask for a slope of zero or less: the slope is then 1 and the intercept alone is fitted. */
  readonly slopeFitted: boolean
}

export interface Segment {
  readonly logits: Float64Array
  readonly labels: Uint8Array
  readonly weights: Float64Array
}

/**
 * Platt scaling: p = sigmoid(slope * logit + intercept), by weighted maximum likelihood against Platt's smoothed targets
 * (Platt 1999: (N+ + 1)/(N+ + 2) and 1/(N- + 2)), so that separable data give a finite slope. The unit of the counts is the
 * mean row weight: the fit does not change when all weights are scaled, and predicted and observed totals agree but for
 * terms of order one row. Newton with step halving (Lin, Lin and Weng 2007).
 * A slope of zero or less would turn the model's order around; the model's own slope of 1 stays then.
 * Needs at least one positive and one negative.
 */
export function fitPlatt(segment: Segment): PlattFit {
  const targets = smoothedTargets(segment)
  const free = minimize(segment, targets, true)
  if (free.slope > 1e-3) return { ...free, slopeFitted: true }
  return { ...minimize(segment, targets, false), slopeFitted: false }
}

function smoothedTargets({ labels, weights }: Segment): Float64Array {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length
  let positives = 0
  let negatives = 0
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] === 1) positives += weights[row]! / mean
    else negatives += weights[row]! / mean
  }
  const high = (positives + 1) / (positives + 2)
  const low = 1 / (negatives + 2)
  return Float64Array.from(labels, (label) => (label === 1 ? high : low))
}

function minimize(
  segment: Segment,
  targets: Float64Array,
  fitSlope: boolean,
): { readonly slope: number; readonly intercept: number } {
  let slope = 1
  let intercept = 0
  let loss = lossAt(segment, targets, slope, intercept)
  for (let iteration = 0; iteration < 100; iteration++) {
    const { gradient, hessian } = derivatives(segment, targets, slope, intercept)
    if (Math.max(fitSlope ? Math.abs(gradient[0]) : 0, Math.abs(gradient[1])) < 1e-12) break
    const [ds, di] = fitSlope ? newtonStep(gradient, hessian) : [0, -gradient[1] / hessian[2]]
    let step = 1
    let next = lossAt(segment, targets, slope + ds, intercept + di)
    while (!(next <= loss) && step > 1e-10) {
      step /= 2
      next = lossAt(segment, targets, slope + step * ds, intercept + step * di)
    }
    if (!(next <= loss)) break
    slope += step * ds
    intercept += step * di
    loss = next
  }
  return { slope, intercept }
}

/** Mean cross entropy against the targets. */
function lossAt({ logits, weights }: Segment, targets: Float64Array, slope: number, intercept: number): number {
  let sum = 0
  let total = 0
  for (let row = 0; row < logits.length; row++) {
    const z = slope * logits[row]! + intercept
    sum += weights[row]! * (Math.max(z, 0) - z * targets[row]! + Math.log1p(Math.exp(-Math.abs(z))))
    total += weights[row]!
  }
  return sum / total
}

/** Gradient by [slope, intercept]; Hessian as [slope slope, slope intercept, intercept intercept]. Of the mean loss. */
function derivatives({ logits, weights }: Segment, targets: Float64Array, slope: number, intercept: number) {
  const gradient: [number, number] = [0, 0]
  const hessian: [number, number, number] = [1e-12, 0, 1e-12]
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  for (let row = 0; row < logits.length; row++) {
    const x = logits[row]!
    const p = logistic(slope * x + intercept)
    const error = (weights[row]! * (p - targets[row]!)) / total
    const curvature = (weights[row]! * p * (1 - p)) / total
    gradient[0] += error * x
    gradient[1] += error
    hessian[0] += curvature * x * x
    hessian[1] += curvature * x
    hessian[2] += curvature
  }
  return { gradient, hessian }
}

function newtonStep(
  [gs, gi]: readonly [number, number],
  [ss, si, ii]: readonly [number, number, number],
): readonly [number, number] {
  const determinant = ss * ii - si * si
  if (determinant < 1e-18) return [-gs, -gi]
  return [-(ii * gs - si * gi) / determinant, -(ss * gi - si * gs) / determinant]
}
