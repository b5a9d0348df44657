import { logistic } from '../graph/ops/sigmoid.ts'
import { turn } from '../host/turn.ts'
import { defineCalibrator } from './define-calibrator.ts'
import { crossEntropy, type Segment, smoothedTargets } from './segment.ts'

/**
 * Platt scaling: p = sigmoid(slope * logit + intercept), by weighted maximum likelihood against Platt's smoothed targets
 * (Platt 1999). Newton with step halving (Lin, Lin and Weng 2007).
 * A slope of zero or less would turn the model's order around; the model's own slope of 1 stays then, and the intercept alone is fitted.
 */
export const platt = defineCalibrator({
  identity: { slope: 1, intercept: 0 },
  async fit(segment) {
    const targets = smoothedTargets(segment)
    const free = await minimize(segment, targets, true)
    if (free.slope > 1e-3) return { values: free, shortfall: undefined }
    return { values: await minimize(segment, targets, false), shortfall: turnedAround }
  },
  apply:
    ({ slope, intercept }) =>
    (logit) =>
      slope * logit + intercept,
  graph: (g, logit, { slope, intercept }) => g.add(g.mul(logit, slope), intercept),
})

const turnedAround = 'higher scores did not mean more positives, so the slope stays 1 and the intercept alone is fitted'

async function minimize(
  segment: Segment,
  targets: Float64Array,
  fitSlope: boolean,
): Promise<{ readonly slope: number; readonly intercept: number }> {
  let slope = 1
  let intercept = 0
  let loss = crossEntropy(segment, targets, slope, intercept)
  for (let iteration = 0; iteration < 100; iteration++) {
    const { gradient, hessian } = derivatives(segment, targets, slope, intercept)
    if (Math.max(fitSlope ? Math.abs(gradient[0]) : 0, Math.abs(gradient[1])) < 1e-12) break
    const [ds, di] = fitSlope ? newtonStep(gradient, hessian) : [0, -gradient[1] / hessian[2]]
    // What is left to gain is below the rounding of the loss, which could no longer tell a better step from a worse one.
    if (-(gradient[0] * ds + gradient[1] * di) / 2 <= Number.EPSILON * loss) {
      slope += ds
      intercept += di
      break
    }
    await turn()
    let step = 1
    let next = crossEntropy(segment, targets, slope + ds, intercept + di)
    while (!(next <= loss) && step > 1e-10) {
      step /= 2
      next = crossEntropy(segment, targets, slope + step * ds, intercept + step * di)
    }
    if (!(next <= loss)) break
    slope += step * ds
    intercept += step * di
    loss = next
  }
  return { slope, intercept }
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
