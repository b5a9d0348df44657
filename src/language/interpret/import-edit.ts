import type { Fix, TextEdit } from '../../diagnostics/diagnostic.ts'
import type { SourceProgram } from '../program.ts'
import { folderOf } from '../resolve/paths.ts'

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

/** `../modules/pin.ctr`: the path from a folder to a file. */
function relativePath(folder: string, file: string): string {
  const [here, there] = [folder.split('/').filter((name) => name !== '.'), file.split('/')]
  let shared = 0
  while (shared < here.length && shared < there.length - 1 && here[shared] === there[shared]) shared++
  const up = here.slice(shared).map(() => '..')
  const way = [...up, ...there.slice(shared)].join('/')
  return up.length === 0 ? `./${way}` : way
}
