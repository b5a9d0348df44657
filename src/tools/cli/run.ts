import type { CommandContext } from './context.ts'
import type { Format } from './format.ts'
import type { Outcome } from './outcome.ts'

/** One command's work, its arguments read. */
export type Work = (context: CommandContext) => Promise<Outcome> | Outcome

/**
 * Runs a command's work; each command passes its arguments to it. `folder`: of the run that the work reads, whose own files its messages show.
 */
export type Run = (format: Format, work: Work, folder?: string) => Promise<void>
