import type { Diagnostic, Fix, Related, Span } from '../../diagnostics/diagnostic.ts'
import type { DiagnosticArguments, DiagnosticCode } from '../../diagnostics/registry.ts'
import { type DiagnosticExtras, diagnostic } from '../../diagnostics/report.ts'

/** Says what is wrong and goes on: resolve collects every mistake. */
export type Report = <Code extends DiagnosticCode>(
  code: Code,
  span: Span | undefined,
  at: DiagnosticArguments<Code>,
  extras?: DiagnosticExtras,
) => void

export const reportInto =
  (diagnostics: Diagnostic[]): Report =>
  (code, span, at, extras) => {
    diagnostics.push(diagnostic(code, span, at, extras))
  }

export const related = (message: string, span: Span): readonly Related[] => [{ message, span }]

/** The fix that a did-you-mean offers. */
export const replaceWith = (span: Span, text: string | undefined): readonly Fix[] =>
  text === undefined ? [] : [{ title: `replace with '${text}'`, edits: [{ span, text }] }]
