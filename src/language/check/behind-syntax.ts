import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { DiagnosticCode } from '../../diagnostics/registry.ts'

/** What is missing where a declaration could not be read, or a file is not imported. */
export const ofMissing: ReadonlySet<DiagnosticCode> = new Set([
  'CTR1512',
  'CTR1531',
  'CTR1550',
  'CTR1554',
  'CTR1556',
  'CTR1557',
  'CTR1560',
  'CTR1561',
  'CTR2010',
  'CTR2071',
])

const isOfSyntax = ({ code }: Diagnostic): boolean => code < 'CTR1500'

/**
 * Of a program with syntax errors, what does not follow from them: in a file with such an error a declaration has holes, or is not there for the
 * others.
 */
export function withoutBehindSyntax(all: readonly Diagnostic[]): readonly Diagnostic[] {
  const found = withoutInUnclosed(all)
  const broken = new Set(
    found.filter((each) => isOfSyntax(each) && each.severity === 'error').map(({ span }) => span?.file),
  )
  if (broken.size === 0) return found
  return found.filter(
    (each) => isOfSyntax(each) || !(broken.has(each.span?.file) || ofMissing.has(each.code) || each.code === 'CTR1501'),
  )
}

/** Between an opening bracket and where it had to be closed, all is read as what it is not: the first token that does not fit tells it. */
function withoutInUnclosed(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const unclosed = found.flatMap(({ code, span, related }) =>
    code === 'CTR1003' && span !== undefined ? related.map((opened) => ({ opened: opened.span, found: span })) : [],
  )
  if (unclosed.length === 0) return found
  const told = new Set<(typeof unclosed)[number]>()
  return found.filter(({ code, span }) => {
    if (code !== 'CTR1001' || span === undefined) return true
    const around = unclosed.find(
      (each) => each.found.file === span.file && each.opened.start < span.start && span.start < each.found.start,
    )
    if (around === undefined) return true
    const isFirst = !told.has(around)
    told.add(around)
    return isFirst
  })
}
