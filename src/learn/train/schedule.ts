/** A training counted in steps. Steps count from 1 over all epochs. */
export interface Schedule {
  readonly stepsPerEpoch: number
  readonly steps: number
  /** Whether the model is evaluated (and a checkpoint written) after this step. The last step always is. */
  readonly evaluates: (step: number) => boolean
}

/** `every` in epochs: .25 evaluates four times in each. A fraction shorter than a step evaluates after every step. */
export function scheduleOf(rows: number, batch: number, epochs: number, every: number): Schedule {
  const stepsPerEpoch = Math.ceil(rows / batch)
  const steps = stepsPerEpoch * epochs
  // A billionth of slack: k * 0.1 * 10 steps must not miss its step by a rounding.
  const periods = (step: number): number => Math.floor(step / (stepsPerEpoch * every) + 1e-9)
  return { stepsPerEpoch, steps, evaluates: (step) => step === steps || periods(step) > periods(step - 1) }
}
