import type { Diagnostic, Severity, Span } from './diagnostic.ts'
import type { FixKind } from './fix-kinds.ts'
import type { Range } from './lines.ts'
import { SourceLines, type Sources } from './sources.ts'

/** `file` and `range` are null where no line of the user's is at fault (a full disk). Zero-based, UTF-16 units. */
export interface DiagnosticJson {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly file: string | null
  readonly range: Range | null
  readonly related: readonly { readonly message: string; readonly file: string; readonly range: Range }[]
  readonly fixes: readonly {
    readonly kind: FixKind
    readonly title: string
    readonly edits: readonly { readonly file: string; readonly range: Range; readonly text: string }[]
  }[]
}

/** The form that scripts read: `{"diagnostics": [...]}`. Its shape is a contract: it grows, it does not change. */
export function diagnosticsJson(
  diagnostics: readonly Diagnostic[],
  sources: Sources,
): { readonly diagnostics: readonly DiagnosticJson[] } {
  const lines = new SourceLines(sources)
  const place = (span: Span) => ({ file: lines.name(span.file), range: lines.range(span) })
  return {
    diagnostics: diagnostics.map((each) => ({
      code: each.code,
      severity: each.severity,
      message: each.message,
      ...(each.span === undefined ? { file: null, range: null } : place(each.span)),
      related: each.related.map(({ message, span }) => ({ message, ...place(span) })),
      fixes: each.fixes.map(({ kind, title, edits }) => ({
        kind,
        title,
        edits: edits.map(({ span, text }) => ({ ...place(span), text })),
      })),
    })),
  }
}
