import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { walkModuleAlone } from '../interpret/model.ts'
import type { Module, SourceProgram } from '../program.ts'
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
    return [diagnostic('CTR2026', declaration.name.span, { module: name }), ...alone]
  })
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
