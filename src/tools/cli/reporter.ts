import { diagnosticsJson } from '../../diagnostics/json.ts'
import { inOrder } from '../../diagnostics/order.ts'
import { prettyDiagnostics, summaryOf } from '../../diagnostics/pretty.ts'
import { hasErrors } from '../../diagnostics/report.ts'
import type { CommandContext } from './context.ts'
import { type ExitCode, exitCodeOf } from './exit-codes.ts'
import type { Format } from './format.ts'
import type { Outcome } from './outcome.ts'
import { sourcesOf } from './sources.ts'

/**
 * Prints what was reported and what was made. In JSON exactly one document goes to standard output: the result, or, where there are errors or
 * no result, the diagnostics; beside a result, the diagnostics go to the log in words.
 */
export async function print(
  outcome: Outcome,
  format: Format,
  { host, terminal, report }: CommandContext,
  folder?: string,
): Promise<ExitCode> {
  const diagnostics = inOrder(report.found)
  const sources = await sourcesOf(diagnostics, host, folder)
  const failed = hasErrors(diagnostics)
  const people = prettyDiagnostics(diagnostics, sources, terminal.logIsTerminal)

  if (format === 'json') {
    const showsResult = outcome.result !== undefined && !failed
    terminal.out(`${JSON.stringify(showsResult ? outcome.result : diagnosticsJson(diagnostics, sources), null, 2)}\n`)
    if (showsResult && people !== '') terminal.log(people)
    return exitCodeOf(diagnostics)
  }

  const summary = summaryOf(diagnostics)
  if (people !== '') terminal.log(summary === undefined ? people : `${people}\n${summary}\n`)
  if (outcome.text !== undefined && !failed)
    terminal.out(outcome.text.endsWith('\n') ? outcome.text : `${outcome.text}\n`)
  return exitCodeOf(diagnostics)
}
