import type { Diagnostic } from '../../diagnostics/diagnostic.ts'

/** What a command found and made; the reporter prints it, the exit code follows from its errors. */
export interface Outcome {
  readonly diagnostics: readonly Diagnostic[]
  /** For scripts (`--format json`). Where there are errors, those are printed instead. */
  readonly result?: object | undefined
  /** For people. */
  readonly text?: string | undefined
}
