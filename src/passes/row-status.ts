/** Why a row has no score: values of the output `status`. */
export const rowStatus = {
  served: 0,
  /** A required number (one without a default) is missing. */
  missingNumber: 1,
  /** `view` is none of the surface's. */
  unknownView: 2,
  /** The logit is not a number for another reason: a defect, or weights that overflow. */
  notANumber: 3,
  /** The log-odds, before or after calibration, are infinite: weights or features that overflow. */
  infinite: 4,
  /** A list's `length` is below -1 or beyond the list's width. */
  wrongLength: 5,
  /** Inputs have different numbers of rows; of no row is known which values are its own. */
  unevenRows: 6,
  /** Lists that the model combines step by step have different numbers of elements. */
  unequalLists: 7,
} as const

export type RowStatus = (typeof rowStatus)[keyof typeof rowStatus]

/** What each status means to a caller: manifest.json has it, and docs/language.md. */
export const statusMeanings: Readonly<Record<Exclude<RowStatus, 0>, string>> = {
  1: 'a promised number is missing',
  2: 'an unknown view type',
  3: 'not a number',
  4: 'infinite log-odds',
  5: "a list's length disagrees with its width",
  6: 'inputs have different numbers of rows',
  7: 'lists that are combined step by step have different lengths',
}
