import type { Span, TextEdit } from '../../../diagnostics/diagnostic.ts'

interface Item {
  readonly span: Span
}

/** Takes some items out of a list with their commas: names in braces, parameters, arguments. */
export function withoutItems<Each extends Item>(items: readonly Each[], unused: readonly Each[]): readonly TextEdit[] {
  const kept = items.findIndex((each) => !unused.includes(each))
  return unused.map((each) => {
    const i = items.indexOf(each)
    // Before the first that stays, the comma behind goes too; else the one in front.
    const span =
      i < kept
        ? { ...each.span, end: items[i + 1]?.span.start ?? each.span.end }
        : { ...each.span, start: items[i - 1]?.span.end ?? each.span.start }
    return { span, text: '' }
  })
}
