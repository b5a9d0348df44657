import { logistic } from '../graph/ops/sigmoid.ts'
import { turn } from '../host/turn.ts'
import { defineCalibrator } from './define-calibrator.ts'
import { type Segment, smoothedTargets } from './segment.ts'

/**
 * Temperature scaling: p = sigmoid(logit / T) with T above 0 (Guo, Pleiss, Sun and Weinberger 2017, "On Calibration of Modern Neural Networks",
 * arXiv 1706.04599). It corrects a model that is too sure or not sure enough, and no other bias: a logit of 0 stays 0.
 * Weighted maximum likelihood against Platt's smoothed targets, so that separable data give a T above 0. The loss is convex in 1 / T.
 */
export const temperature = defineCalibrator({
  identity: { temperature: 1 },
  async fit(segment) {
    const slope = await steepness(segment)
    return slope === undefined
      ? { values: { temperature: 1 }, shortfall: turnedAround }
      : { values: { temperature: 1 / slope }, shortfall: undefined }
  },
  apply: (values) => (logit) => logit / values.temperature,
  graph: (g, logit, parameters) => g.div(logit, parameters.temperature),
  problem: (values) => (values.temperature > 0 ? undefined : `its temperature ${values.temperature} is not above 0`),
})

const turnedAround = 'higher scores did not mean more positives, so the temperature stays 1'

/** 1 / T is looked for between these: no score is flattened or blown up beyond them. */
const [flattest, steepest] = [1e-3, 1e6]

/** The 1 / T of least loss: the root of its rising derivative, by Newton inside a bracket. Undefined where it is `flattest` or less. */
async function steepness(segment: Segment): Promise<number | undefined> {
  const targets = smoothedTargets(segment)
  let [low, high] = [flattest, steepest]
  if (derivatives(segment, targets, low).first >= 0) return undefined
  let slope = 1
  for (let iteration = 0; iteration < 200; iteration++) {
    await turn()
    const { first, second } = derivatives(segment, targets, slope)
    if (first < 0) low = slope
    else high = slope
    const newton = slope - first / second
    const next = newton > low && newton < high ? newton : Math.sqrt(low * high)
    if (Math.abs(next - slope) <= 1e-14 * slope) return next
    slope = next
  }
  return slope
}

/** Of the mean cross entropy by the slope 1 / T. */
function derivatives({ logits, weights }: Segment, targets: Float64Array, slope: number) {
  let [first, second, total] = [0, 0, 0]
  for (let row = 0; row < logits.length; row++) {
    const p = logistic(slope * logits[row]!)
    first += weights[row]! * (p - targets[row]!) * logits[row]!
    second += weights[row]! * p * (1 - p) * logits[row]! ** 2
    total += weights[row]!
  }
  return { first: first / total, second: second / total }
}
