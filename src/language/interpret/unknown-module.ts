import type { SourceProgram } from '../program.ts'
import { replaceWith } from '../resolve/extras.ts'
import { libraryModules } from '../resolve/library-modules.ts'
import type { Identifier } from '../syntax/ast.ts'
import { builtins } from './builtins/table.ts'
import { type Importable, importFix } from './import-edit.ts'
import type { Interpreter } from './interpreter.ts'

/** CTR1567 for a module that `file` does not import, with the import; CTR1501 for one that is nowhere, with the nearest name. */
export function reportNoModule(interpreter: Interpreter, { name, span }: Identifier, file: string): void {
  if (isImported(interpreter.program, name, file)) return // from where it is not, which has been reported
  const elsewhere = exportedElsewhere(interpreter.program, name, file)
  if (elsewhere !== undefined) {
    const from = elsewhere.file.startsWith('ctr:') ? 'ctr:std' : elsewhere.file
    const fixes = [importFix(interpreter.program, file, elsewhere)]
    interpreter.report('CTR1567', span, { name, from }, { fixes })
    return
  }
  const near = interpreter.near(name, () => [
    ...builtins.keys(),
    ...(interpreter.program.modulesOf.get(file)?.keys() ?? []),
    ...libraryModules().keys(),
  ])
  interpreter.report('CTR1501', span, { kind: 'module', name, near }, { fixes: replaceWith(span, near) })
}

const isImported = ({ files }: SourceProgram, name: string, file: string): boolean =>
  files.get(file)?.items.some((item) => item.kind === 'import' && item.names?.some((each) => each.name === name)) ===
  true

/** A module of that name which the file could import: the library's, or one that another file of the program exports. */
export function exportedElsewhere({ modulesOf }: SourceProgram, name: string, file: string): Importable | undefined {
  const library = libraryModules().get(name)
  if (library !== undefined) return { name, file: library }
  for (const modules of modulesOf.values()) {
    const module = modules.get(name)
    if (module?.declaration.exported && module.file !== file) return module
  }
  return undefined
}
