/** What a command has made. Printed where it reported no errors. */
export interface Outcome {
  /** For scripts (`--format json`). */
  readonly result?: object | undefined
  /** For scripts, where errors are left, too. */
  readonly always?: object | undefined
  /** For people. */
  readonly text?: string | undefined
}
