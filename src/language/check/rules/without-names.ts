import type { TextEdit } from '../../../diagnostics/diagnostic.ts'
import type { Identifier } from '../../syntax/ast.ts'

/** Takes some names out of a list with their commas; one at least stays. */
export function withoutNames(names: readonly Identifier[], unused: readonly Identifier[]): readonly TextEdit[] {
  const kept = names.findIndex((name) => !unused.includes(name))
  return unused.map((name) => {
    const i = names.indexOf(name)
    // Before the first name that stays, the comma behind goes too; else the one in front.
    const span =
      i < kept
        ? { ...name.span, end: names[i + 1]?.span.start ?? name.span.end }
        : { ...name.span, start: names[i - 1]?.span.end ?? name.span.start }
    return { span, text: '' }
  })
}
