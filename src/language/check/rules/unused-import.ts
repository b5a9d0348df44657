import type { Diagnostic, Fix } from '../../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../../diagnostics/report.ts'
import type { SourceProgram } from '../../program.ts'
import { removal } from '../../resolve/removal.ts'
import type { Identifier, ImportDeclaration } from '../../syntax/ast.ts'
import { wordsIn } from './words-in.ts'

/** A module that a file imports by name and does not use (CTR2040). */
export function unusedImport({ files }: SourceProgram): readonly Diagnostic[] {
  return [...files].flatMap(([path, { items, text }]) => {
    if (path.startsWith('ctr:')) return []
    const imports = items.flatMap((item) => (item.kind === 'import' && item.names !== undefined ? [item] : []))
    if (imports.length === 0) return []
    const used = wordsIn(items.filter(({ kind }) => kind !== 'import'))
    return imports.flatMap((each) => {
      const names = each.names ?? []
      const unused = names.filter(({ name }) => !used.has(name))
      return unused.map((name) =>
        diagnostic('CTR2040', name.span, { module: name.name }, { fixes: [without(each, name, unused, text)] }),
      )
    })
  })
}

/** Takes a name out of the braces with its comma; the whole import where none of its names is used. */
function without(each: ImportDeclaration, name: Identifier, unused: readonly Identifier[], text: string): Fix {
  const names = each.names ?? []
  const title = `remove '${name.name}'`
  if (unused.length === names.length) return { kind: 'remove', title, edits: [removal(each.span, text)] }
  const i = names.indexOf(name)
  const next = names[i + 1]
  const span =
    next === undefined
      ? { ...name.span, start: names[i - 1]?.span.end ?? name.span.start }
      : { ...name.span, end: next.span.start }
  return { kind: 'remove', title, edits: [{ span, text: '' }] }
}
