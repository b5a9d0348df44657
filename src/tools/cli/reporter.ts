import { diagnosticsJson } from '../../diagnostics/json.ts'
import { inOrder } from '../../diagnostics/order.ts'
import { prettyDiagnostics, summaryOf } from '../../diagnostics/pretty.ts'
import { hasErrors } from '../../diagnostics/report.ts'
import type { CommandContext } from './context.ts'
import { type ExitCode, exitCodeOf } from './exit-codes.ts'
import type { Format } from './format.ts'
import type { Outcome } from './outcome.ts'
import { sourcesOf } from './sources.ts'

/** Prints an outcome. In JSON exactly one document goes to standard output: the result, or the diagnostics. */
export async function report(outcome: Outcome, format: Format, { host, terminal }: CommandContext): Promise<ExitCode> {
  const diagnostics = inOrder(outcome.diagnostics)
  const sources = await sourcesOf(diagnostics, host)
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
