import type { Diagnostic } from './diagnostic.ts'
import { compareText } from './text-order.ts'

/** By file, position and code, so that a report depends on no order of rules; what has no place comes last. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  if (a.span === undefined || b.span === undefined) {
    if (a.span !== undefined) return -1
    if (b.span !== undefined) return 1
    return compareText(a.code, b.code) || compareText(a.message, b.message)
  }
  return (
    compareText(a.span.file, b.span.file) ||
    a.span.start - b.span.start ||
    a.span.end - b.span.end ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  )
}

/** Sorted, and each once: programs that share a file find its mistakes in each of them. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = [...diagnostics].sort(compareDiagnostics)
  return sorted.filter((each, at) => at === 0 || compareDiagnostics(sorted[at - 1]!, each) !== 0)
}
