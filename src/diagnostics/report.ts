import type { Diagnostic, Fix, Related, Span } from './diagnostic.ts'
import type { DiagnosticEntry } from './entry.ts'
import { type DiagnosticArguments, type DiagnosticCode, registry } from './registry.ts'
import { shown } from './shown.ts'

export interface DiagnosticExtras {
  readonly related?: readonly Related[]
  readonly fixes?: readonly Fix[]
}

/** Makes a diagnostic of `code`: the only way to make one. */
export function diagnostic<Code extends DiagnosticCode>(
  code: Code,
  span: Span | undefined,
  at: DiagnosticArguments<Code>,
  extras: DiagnosticExtras = {},
): Diagnostic {
  const found: DiagnosticEntry<never> = registry[code]
  const { message, severity } = found as DiagnosticEntry<DiagnosticArguments<Code>>
  return {
    code,
    severity,
    message: readable(message(at)),
    span,
    related: (extras.related ?? []).map((each) => ({ ...each, message: readable(each.message) })),
    fixes: (extras.fixes ?? []).map((each) => ({ ...each, title: readable(each.title) })),
  }
}

/**
 * The one channel of a command: it is passed to every stage, which reports there all that the user should see, warnings included. What was
 * reported is shown even where the work stops afterwards. Errors that stop the work are thrown (DiagnosticError); the command adds them.
 */
export interface Report {
  <Code extends DiagnosticCode>(
    code: Code,
    span: Span | undefined,
    at: DiagnosticArguments<Code>,
    extras?: DiagnosticExtras,
  ): void
  /** Diagnostics that another stage has made. */
  add(found: readonly Diagnostic[]): void
  /** All so far, in the order in which they were reported, each once. */
  readonly found: readonly Diagnostic[]
}

export function newReport(): Report {
  const found: Diagnostic[] = []
  const seen = new Set<string>()
  const add = (diagnostics: readonly Diagnostic[]): void => {
    for (const each of diagnostics) {
      const key = identityOf(each)
      if (seen.has(key)) continue
      seen.add(key)
      found.push(each)
    }
  }
  const report: Pick<Report, never> & ((...of: Parameters<typeof diagnostic>) => void) = (...of) =>
    add([diagnostic(...of)])
  return Object.assign(report, { add, found })
}

/** Reports what a step has found. Throws DiagnosticError where there are errors among it: the work cannot go on. */
export function reportAll(report: Report, found: readonly Diagnostic[]): void {
  report.add(found)
  if (hasErrors(found)) throw new DiagnosticError(found)
}

/** Two of one place, code and message are one (`compareDiagnostics` agrees). */
const identityOf = ({ code, message, span }: Diagnostic): string =>
  JSON.stringify([code, message, span?.file, span?.start, span?.end])

/** What cannot be seen is escaped. A name of a file that is one line of a megabyte is cut: a message is read by people. */
const readable = (message: string): string =>
  shown(message).replace(/[^\s'"]{200,}/gu, (word) => `${word.slice(0, 60)}...${word.slice(-20)}`)

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some((each) => each.severity === 'error')

/** Stops the current work and carries its diagnostics to the caller: a command, which reports them, or a stage that can continue. */
export class DiagnosticError extends Error {
  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((each) => `${each.code}: ${each.message}`).join('\n'))
  }
}
