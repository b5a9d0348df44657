/** A number that the host sets at each step t = 1, 2, ...: data, so that every target can write it in its own language. */
export type StepNumber =
  | { readonly kind: 'constant'; readonly value: number }
  /** 1 - decay^t: what a moving average that began at zero lacks after t steps (Kingma and Ba 2015, section 3). */
  | { readonly kind: 'bias_correction'; readonly decay: number }

export const constant = (value: number): StepNumber => ({ kind: 'constant', value })

export const biasCorrection = (decay: number): StepNumber => ({ kind: 'bias_correction', decay })

/** The number at a step, counted from 1. */
export function numberAt(number: StepNumber, step: number): number {
  switch (number.kind) {
    case 'constant':
      return number.value
    case 'bias_correction':
      return 1 - number.decay ** step
  }
}
