/** What a command has made. Printed where it reported no errors. */
export interface Outcome {
  /** For scripts (`--format json`). */
  readonly result?: object | undefined
  /** For scripts, where errors are left, too. */
  readonly always?: object | undefined
  /** For people. */
  readonly text?: string | undefined
  /** Texts of no file that diagnostics point into, by the name that they have there. */
  readonly sources?: ReadonlyMap<string, string> | undefined
}
