import type { Diagnostic, Span } from '../../diagnostics/diagnostic.ts'
import type { SourceProgram } from '../program.ts'

/**
 * One diagnostic for each error. Left out: what a staged walk finds again, and that a name is unused that has been
 * misspelled where it was to be used.
 */
export function withoutFollowUps(program: SourceProgram, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>()
  const meant = new Set(diagnostics.flatMap(namesMeant))
  const nameAt = ({ file, start, end }: Span): string => program.files.get(file)?.text.slice(start, end) ?? ''
  return diagnostics.filter(({ code, span, message }) => {
    if (unused.has(code) && span !== undefined && meant.has(`${span.file} ${nameAt(span)}`)) return false
    // Live surfaces and a staged one may lack a feature in one place: its message differs, the error is the same.
    const key = `${code} ${span?.file} ${span?.start} ${code === 'CTR2001' ? '' : message}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

const unused: ReadonlySet<string> = new Set(['CTR2021', 'CTR2040', 'CTR2041', 'CTR2100', 'CTR2101'])

/** The names that the fixes of an unknown name would put there. */
const namesMeant = ({ code, fixes }: Diagnostic): readonly string[] =>
  code === 'CTR1501' ? fixes.flatMap(({ edits }) => edits.map(({ span, text }) => `${span.file} ${text}`)) : []
