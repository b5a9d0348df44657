import type { Diagnostic, Fix } from '../../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../../diagnostics/report.ts'
import type { SourceProgram } from '../../program.ts'
import { removal } from '../../resolve/removal.ts'
import type { Identifier, ImportDeclaration } from '../../syntax/ast.ts'
import { withoutItems } from './without-items.ts'
import { wordsIn } from './words-in.ts'

/** A module that a file imports by name and does not use (CTR2040). */
export function unusedImport({ files }: SourceProgram): readonly Diagnostic[] {
  return [...files].flatMap(([path, { items, text }]) => {
    if (path.startsWith('ctr:')) return []
    const imports = items.flatMap((item) => (item.kind === 'import' && item.names !== undefined ? [item] : []))
    if (imports.length === 0) return []
    const used = wordsIn(items.filter(({ kind }) => kind !== 'import'))
    return imports.flatMap((each) => {
      const unused = (each.names ?? []).filter(({ name }) => !used.has(name))
      const [first] = unused
      if (first === undefined) return []
      const modules = unused.map(({ name }) => name)
      return [diagnostic('CTR2040', first.span, { modules }, { fixes: [without(each, unused, text)] })]
    })
  })
}

/** Takes names out of the braces with their commas; the whole import where none of its names is used. */
function without(each: ImportDeclaration, unused: readonly Identifier[], text: string): Fix {
  const names = each.names ?? []
  const title = `remove ${unused.map(({ name }) => `'${name}'`).join(', ')}`
  if (unused.length === names.length) return { kind: 'remove', title, edits: [removal(each.span, text)] }
  return { kind: 'remove', title, edits: withoutItems(names, unused) }
}
