/** How one task is calibrated: what is fitted, on which segments of the rows. */
export interface Calibration {
  readonly task: string
  readonly by: 'view' | 'surface' | 'all'
  readonly method: 'platt'
  readonly atLeast: number
  /** Where a thin segment goes, in order. */
  readonly otherwise: readonly ('surface' | 'all')[]
}
