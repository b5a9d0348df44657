import type { Fix, TextEdit } from '../../../diagnostics/diagnostic.ts'
import type { SourceProgram } from '../../program.ts'
import { bodiesOf, expressionsIn } from '../../resolve/walk.ts'
import type { ModuleDeclaration, ModuleParameter } from '../../syntax/ast.ts'
import { withoutItems } from './without-items.ts'

/**
 * Takes a parameter out of a module, and what calls give for it by name. None where a call gives it by its position, where the module is passed to
 * another, or where it is a value: its shape may bind what others are measured by.
 */
export function withoutParameter(
  program: SourceProgram,
  module: ModuleDeclaration,
  parameter: ModuleParameter,
): readonly Fix[] {
  const { kind } = parameter.type
  if (kind !== 'constant' && kind !== 'constants' && kind !== 'choice') return []
  const { name } = parameter.name
  const at = module.parameters.indexOf(parameter)
  const edits: TextEdit[] = [...withoutItems(module.parameters, [parameter])]
  for (const [path, file] of program.files)
    for (const expression of bodiesOf(file).flatMap(expressionsIn)) {
      const called =
        expression.kind === 'call' ? expression.callee.name : expression.kind === 'name' ? expression.name : ''
      if (called !== module.name.name || program.modulesOf.get(path)?.get(called)?.declaration !== module) continue
      if (expression.kind !== 'call') return []
      const given = expression.arguments
      if (given.filter((each) => each.name === undefined).length > at) return []
      const named = given.find((each) => each.name?.name === name)
      if (named !== undefined) edits.push(...withoutItems(given, [named]))
    }
  return [{ kind: 'remove', title: `remove '${name}'`, edits }]
}
