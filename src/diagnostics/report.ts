import type { Diagnostic, Fix, Related, Span } from './diagnostic.ts'
import type { DiagnosticEntry } from './entry.ts'
import { type DiagnosticArguments, type DiagnosticCode, registry } from './registry.ts'

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
    related: extras.related ?? [],
    fixes: extras.fixes ?? [],
  }
}

/** A name of a file that is one line of a megabyte is cut: a message is read by people. */
const readable = (message: string): string =>
  message.replace(/[^\s'"]{200,}/gu, (word) => `${word.slice(0, 60)}...${word.slice(-20)}`)

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some((each) => each.severity === 'error')

/** Carries diagnostics out of deep code to the stage's edge, where it becomes a value again; never crosses a stage. */
export class DiagnosticError extends Error {
  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((each) => `${each.code}: ${each.message}`).join('\n'))
  }
}
