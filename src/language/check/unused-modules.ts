import type { Diagnostic, Fix } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { walkModuleAlone } from '../interpret/model.ts'
import type { Module, SourceProgram } from '../program.ts'
import { removal } from '../resolve/removal.ts'
import { bodiesOf, expressionsIn } from '../resolve/walk.ts'
import type { Block, Expression } from '../syntax/ast.ts'
import { typeSink } from './type-sink.ts'

/**
 * Modules that no model reaches: what no argument could mend in their bodies is reported, as it would be where they are called. One that
 * is not exported, and that no other calls, is for nobody (CTR2026).
 */
export function checkUnusedModules(program: SourceProgram): readonly Diagnostic[] {
  const [model] = program.models.values()
  const own = [...program.modulesOf].flatMap(([file, modules]) =>
    [...modules.values()].filter((module) => module.file === file && !file.startsWith('ctr:')),
  )
  if (model === undefined || own.length === 0) return []
  const roots = [...program.files.values()].flatMap((file) =>
    bodiesOf({ ...file, items: file.items.filter(({ kind }) => kind !== 'module') }),
  )
  const reached = reachedFrom(program, roots)
  const unreached = own.filter(({ declaration }) => !reached.has(declaration))
  const called = new Set(
    unreached
      .flatMap((caller) =>
        calledIn(program, caller.declaration.body).filter(({ declaration }) => declaration !== caller.declaration),
      )
      .map(({ declaration }) => declaration),
  )
  return unreached.flatMap((module) => {
    const { declaration, name } = module
    const alone = walkModuleAlone(program, model, module, typeSink())
    if (declaration.exported || called.has(declaration)) return alone
    const fixes = [without(declaration, program.files.get(module.file)?.text ?? '')]
    return [diagnostic('CTR2026', declaration.name.span, { module: name }, { fixes }), ...alone]
  })
}

/** With the lines that document it. */
function without({ name, span }: Module['declaration'], text: string): Fix {
  const edit = removal(span, text)
  let { start } = edit.span
  for (;;) {
    const above = text.lastIndexOf('\n', start - 2) + 1
    if (start === 0 || !text.slice(above, start).trimStart().startsWith('///')) break
    start = above
  }
  return { kind: 'remove', title: `remove '${name.name}'`, edits: [{ ...edit, span: { ...edit.span, start } }] }
}

function reachedFrom(program: SourceProgram, roots: readonly Block[]): ReadonlySet<Module['declaration']> {
  const reached = new Set<Module['declaration']>()
  const left = roots.flatMap((root) => calledIn(program, root))
  for (let module = left.pop(); module !== undefined; module = left.pop()) {
    const { declaration } = module
    if (reached.has(declaration)) continue
    reached.add(declaration)
    left.push(...calledIn(program, declaration.body))
    for (const parameter of declaration.parameters)
      if (parameter.default !== undefined) left.push(...calledIn(program, parameter.default))
  }
  return reached
}

const calledIn = ({ modulesOf }: SourceProgram, code: Block | Expression): readonly Module[] =>
  expressionsIn(code).flatMap((each) =>
    each.kind === 'call' || each.kind === 'name' // the latter as an argument
      ? (modulesOf.get(each.span.file)?.get(each.kind === 'call' ? each.callee.name : each.name) ?? [])
      : [],
  )
