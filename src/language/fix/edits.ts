import type { Fix, Span, TextEdit } from '../../diagnostics/diagnostic.ts'

/** Where an edit's text stands once all edits of a batch are made. */
export interface Written {
  readonly fix: Fix
  readonly span: Span
}

export interface Edited {
  /** New texts, by file. */
  readonly texts: ReadonlyMap<string, string>
  readonly written: readonly Written[]
}

/** The first fixes of a list whose edits do not touch those of one before. Two of the same edits are one. */
export function apart(fixes: readonly Fix[]): readonly Fix[] {
  const kept: Fix[] = []
  for (const fix of fixes) {
    const edits = kept.flatMap((each) => each.edits)
    if (!fix.edits.some((edit) => edits.some((other) => meet(edit.span, other.span)))) kept.push(fix)
  }
  return kept
}

const meet = (a: Span, b: Span): boolean => a.file === b.file && a.start <= b.end && b.start <= a.end

/** Makes the edits of fixes that are apart. Edits of one fix at one place stay in their order. */
export function edited(textOf: (file: string) => string, fixes: readonly Fix[]): Edited {
  const byFile = new Map<string, { readonly fix: Fix; readonly edit: TextEdit }[]>()
  for (const fix of fixes)
    for (const edit of fix.edits) byFile.set(edit.span.file, [...(byFile.get(edit.span.file) ?? []), { fix, edit }])
  const texts = new Map<string, string>()
  const written: Written[] = []
  for (const [file, edits] of byFile) {
    const text = textOf(file)
    let result = ''
    let at = 0
    for (const { fix, edit } of edits.toSorted((a, b) => a.edit.span.start - b.edit.span.start)) {
      result += text.slice(at, edit.span.start)
      const start = result.length
      result += edit.text
      written.push({ fix, span: { file, start, end: result.length } })
      at = edit.span.end
    }
    texts.set(file, result + text.slice(at))
  }
  return { texts, written }
}
