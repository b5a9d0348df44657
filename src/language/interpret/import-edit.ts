import type { Fix, TextEdit } from '../../diagnostics/diagnostic.ts'
import type { SourceProgram } from '../program.ts'
import { folderOf, relativePath } from '../resolve/paths.ts'

/** A module that a file could import. */
export interface Importable {
  readonly name: string
  /** Where it is declared. */
  readonly file: string
}

export const importFix = (program: SourceProgram, file: string, module: Importable): Fix => ({
  kind: 'import',
  title: `import '${module.name}'`,
  edits: [importEdit(program, file, module)],
})

/** Makes `file` import a module: one more name in the braces of an import that it has, or a line of its own. */
export function importEdit(program: SourceProgram, file: string, { name, file: from }: Importable): TextEdit {
  const path = from.startsWith('ctr:') ? 'ctr:std' : relativePath(folderOf(file), from)
  const imports = (program.files.get(file)?.items ?? []).flatMap((item) => (item.kind === 'import' ? [item] : []))
  const last = imports.find((each) => each.path.value === path)?.names?.at(-1)
  if (last !== undefined) return { span: { ...last.span, start: last.span.end }, text: `, ${name}` }
  const start = imports[0]?.span.start ?? 0
  return { span: { file, start, end: start }, text: `import { ${name} } from "${path}"\n` }
}
