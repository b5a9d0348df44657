import { Sample } from '../../src/metrics/sample.ts'

export interface GivenRows {
  readonly probabilities?: readonly number[]
  readonly logits?: readonly number[]
  readonly labels: readonly number[]
  readonly weights?: readonly number[]
  readonly groups?: readonly number[]
}

/** A sample from probabilities or logits; weights are one and there are no groups unless given. */
export function sampleOf(given: GivenRows): Sample {
  const logits = given.logits ?? (given.probabilities ?? []).map((p) => Math.log(p / (1 - p)))
  return Sample.of({
    logits: Float64Array.from(logits),
    labels: Uint8Array.from(given.labels),
    weights: given.weights === undefined ? undefined : Float64Array.from(given.weights),
    groups: given.groups === undefined ? undefined : Int32Array.from(given.groups),
  })
}
