import type { SourceProgram } from '../program.ts'
import { replaceWith } from '../resolve/extras.ts'
import { libraryModules } from '../resolve/library-modules.ts'
import type { CallExpression } from '../syntax/ast.ts'
import { builtins } from './builtins/table.ts'
import { type Importable, importFix } from './import-edit.ts'
import type { Interpreter } from './interpreter.ts'
import { callModule } from './module-call.ts'
import { at, nested, type Site } from './site.ts'
import { poison, type Value } from './values.ts'

/** A call of a built-in or of a module that the file sees. A module may not take a built-in's name (resolve). */
export function evaluateCall(interpreter: Interpreter, call: CallExpression, site: Site): Value {
  const { name, span } = call.callee
  const builtin = builtins.get(name)
  if (builtin !== undefined) return builtin(interpreter, call, at(nested(site), call.span))
  // Not the scope's: a trunk of a variant has statements of several files.
  const { file } = span
  const visible = interpreter.program.modulesOf.get(file)
  const module = visible?.get(name)
  if (module !== undefined) return callModule(interpreter, module, call, site)
  const elsewhere = exportedElsewhere(interpreter.program, name, file)
  if (elsewhere !== undefined) {
    const from = elsewhere.file.startsWith('ctr:') ? 'ctr:std' : elsewhere.file
    const fixes = [importFix(interpreter.program, file, elsewhere)]
    interpreter.report('CTR1567', span, { name, from }, { fixes })
    return poison
  }
  const near = interpreter.near(name, () => [
    ...builtins.keys(),
    ...(visible?.keys() ?? []),
    ...libraryModules().keys(),
  ])
  interpreter.report('CTR1501', span, { kind: 'module', name, near }, { fixes: replaceWith(span, near) })
  return poison
}

/** A module of that name which the file could import: the library's, or one that another file of the program exports. */
function exportedElsewhere(program: SourceProgram, name: string, file: string): Importable | undefined {
  const library = libraryModules().get(name)
  if (library !== undefined) return { name, file: library }
  for (const modules of program.modulesOf.values()) {
    const module = modules.get(name)
    if (module?.declaration.exported && module.file !== file) return module
  }
  return undefined
}
