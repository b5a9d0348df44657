import type { KeepMetric } from '../metrics/table.ts'
import type { Optimizers } from '../optimizers/chosen.ts'

export interface Train extends Optimizers {
  readonly dataset: string | undefined
  readonly batch: number
  readonly epochs: number
  /** Weight of each task's loss. */
  readonly tasks: ReadonlyMap<string, number>
  readonly surfaces: ReadonlyMap<string, number>
  readonly seed: number
  readonly keep: Keep | undefined
}

/** Which checkpoint is kept as the best. */
export interface Keep {
  readonly task: string
  readonly metric: KeepMetric
  /** In epochs. */
  readonly every: number
  /** In evaluations. */
  readonly patience: number | undefined
}
