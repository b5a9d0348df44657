import { diagnosticsJson } from '../../diagnostics/json.ts'
import { inOrder } from '../../diagnostics/order.ts'
import { prettyDiagnostics, summaryOf } from '../../diagnostics/pretty.ts'
import { hasErrors } from '../../diagnostics/report.ts'
import { shownJson, shownLines } from '../../diagnostics/shown.ts'
import type { CommandContext } from './context.ts'
import { type ExitCode, exitCodeOf } from './exit-codes.ts'
import type { Format } from './format.ts'
import type { Outcome } from './outcome.ts'
import { sourcesOf } from './sources.ts'

/**
 * Prints what was reported and what was made. In JSON exactly one document goes to standard output: the result where there is one without errors, and
 * beside its fields `diagnostics`, warnings included. Beside a result, the diagnostics go to the log in words, too.
 */
export async function print(
  outcome: Outcome,
  format: Format,
  { host, terminal, report }: CommandContext,
  folder?: string,
): Promise<ExitCode> {
  const diagnostics = inOrder(report.found)
  const sources = await sourcesOf(diagnostics, host, folder, outcome.sources)
  const failed = hasErrors(diagnostics)
  const people = prettyDiagnostics(diagnostics, sources, terminal.logIsTerminal)

  if (format === 'json') {
    const result = failed ? undefined : outcome.result
    terminal.out(jsonText({ ...outcome.always, ...result, ...diagnosticsJson(diagnostics, sources) }))
    if (result !== undefined && people !== '') terminal.log(people)
    return exitCodeOf(diagnostics)
  }

  const summary = summaryOf(diagnostics)
  if (people !== '') terminal.log(summary === undefined ? people : `${people}\n${summary}\n`)
  if (outcome.text !== undefined && !failed)
    terminal.out(shownLines(outcome.text.endsWith('\n') ? outcome.text : `${outcome.text}\n`))
  return exitCodeOf(diagnostics)
}

/** A document for scripts, which may go to a terminal all the same. */
export const jsonText = (document: object): string => `${shownJson(JSON.stringify(document, null, 2))}\n`
