import type { Sample } from '../../../src/learn/metrics/sample.ts'

/** A sample from probabilities or logits; weights are one and there are no groups unless said. */
export function sampleOf(given: {
  readonly probabilities?: readonly number[]
  readonly logits?: readonly number[]
  readonly labels: readonly number[]
  readonly weights?: readonly number[]
  readonly groups?: readonly number[]
}): Sample {
  const logits = given.logits ?? (given.probabilities ?? []).map((p) => Math.log(p / (1 - p)))
  return {
    logits: Float64Array.from(logits),
    labels: Uint8Array.from(given.labels),
    weights: Float64Array.from(given.weights ?? given.labels.map(() => 1)),
    groups: given.groups === undefined ? undefined : Int32Array.from(given.groups),
  }
}
