import type { CalibratorName } from '../calibrators/table.ts'

/** How one task is calibrated: what is fitted, on which segments of the rows. */
export interface Calibration {
  readonly task: string
  readonly by: 'view' | 'surface' | 'all'
  readonly method: CalibratorName
  readonly atLeast: number
  /** Where a thin segment goes, in order. */
  readonly otherwise: readonly ('surface' | 'all')[]
}
