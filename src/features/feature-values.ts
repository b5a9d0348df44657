/** What a feature's definition needs to know of one feature, beside its type. */
export interface FeatureValues {
  readonly name: string
  /** A sentinel of the logs that means missing. */
  readonly missing: number | string | undefined
  readonly default: number | string | undefined
}
