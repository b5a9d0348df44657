import type { CommandContext } from './context.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { diagnosticsOfFailure } from './failures.ts'
import { type Format, missingFormat } from './format.ts'
import { report } from './reporter.ts'
import type { Work } from './run.ts'

/** Does the work, prints what came of it, and gives the exit code; nothing that is thrown passes. */
export async function runCommand(context: CommandContext, format: Format, work: Work): Promise<ExitCode> {
  const missing = missingFormat(format)
  if (missing !== undefined) return report({ diagnostics: [missing] }, 'pretty', context)
  try {
    const exit = await report(await work(context), format, context)
    return context.interruption.happened ? exitCodes.interrupted : exit
  } catch (failure) {
    if (context.interruption.happened) return exitCodes.interrupted
    const diagnostics = diagnosticsOfFailure(failure)
    if (diagnostics.some(({ code }) => code === 'CTR9901')) showStack(failure, context)
    return report({ diagnostics }, format, context)
  }
}

/** For ctrc's own engineers alone. */
function showStack(failure: unknown, { terminal }: CommandContext): void {
  if (process.env.CTRC_DEBUG !== undefined && failure instanceof Error) terminal.log(`${failure.stack}\n`)
}
