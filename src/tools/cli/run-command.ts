import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { newReport } from '../../diagnostics/report.ts'
import type { CommandContext, Surroundings } from './context.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { diagnosticsOfFailure } from './failures.ts'
import { type Format, missingFormat } from './format.ts'
import type { Outcome } from './outcome.ts'
import { print } from './reporter.ts'
import type { Work } from './run.ts'

/**
 * Does the work, prints the result, and gives the exit code; throws nothing. What was reported before a failure is
 * printed with it.
 */
export async function runCommand(
  surroundings: Surroundings,
  format: Format,
  work: Work,
  folder?: string,
): Promise<ExitCode> {
  const context = { ...surroundings, report: newReport() }
  const missing = missingFormat(format)
  if (missing !== undefined) {
    context.report.add([missing])
    return print({}, 'pretty', context)
  }
  const whole = context.host.progress.phase('work')
  const outcome = await outcomeOf(work, context)
  whole.end()
  const exit = await print(outcome, format, context, folder)
  return context.interruption.happened ? exitCodes.interrupted : exit
}

async function outcomeOf(work: Work, context: CommandContext): Promise<Outcome> {
  try {
    return await work(context)
  } catch (failure) {
    const diagnostics = diagnosticsOfFailure(failure)
    // What was cut off may fail in any way; a full disk at the end must still be reported.
    if (context.interruption.happened && isDefect(diagnostics)) return {}
    if (isDefect(diagnostics)) showStack(failure, context)
    context.report.add(diagnostics)
    return {}
  }
}

const isDefect = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.some(({ code }) => code === 'CTR9901')

/** For ctrc's own engineers alone. */
function showStack(failure: unknown, { terminal }: CommandContext): void {
  if (process.env.CTRC_DEBUG !== undefined && failure instanceof Error) terminal.log(`${failure.stack}\n`)
}
