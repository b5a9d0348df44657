import { nearest } from '../../../diagnostics/nearest.ts'
import { replaceWith } from '../../resolve/extras.ts'
import type { Argument, CallExpression, Expression } from '../../syntax/ast.ts'
import type { Interpreter } from '../interpreter.ts'
import type { OpSite } from '../site.ts'
import type { Value } from '../values.ts'

/** A list stands for its items, however deep they lie in lists. */
const itemsOf = (value: Value): readonly Value[] =>
  value.kind === 'list' || value.kind === 'constants' ? value.items.flatMap(itemsOf) : [value]

/** Arguments of a built-in that takes any number of values, lists among them spread out, and some named ones. */
export function restOf(
  interpreter: Interpreter,
  call: CallExpression,
  names: readonly string[],
  site: OpSite,
  evaluate = (value: Expression): Value => interpreter.evaluate(value, site),
): { readonly values: readonly Value[]; readonly named: ReadonlyMap<string, Argument> } | undefined {
  const callee = call.callee.name
  const named = new Map<string, Argument>()
  const values: Value[] = []
  for (const argument of call.arguments) {
    if (argument.name === undefined) {
      values.push(...itemsOf(evaluate(argument.value)))
    } else if (named.has(argument.name.name)) {
      const { name, span } = argument.name
      const related = [{ message: 'first here', span: named.get(name)?.span ?? span }]
      interpreter.report('CTR1523', span, { key: name, place: `'${callee}'` }, { related })
      return undefined
    } else if (names.includes(argument.name.name)) {
      named.set(argument.name.name, argument)
    } else {
      const { name, span } = argument.name
      const near = nearest(name, names)
      const fixes = replaceWith(span, near)
      interpreter.report('CTR3010', span, { callee, name, near, known: names.join(', ') || 'values' }, { fixes })
      return undefined
    }
  }
  if (values.length === 0) {
    interpreter.report('CTR3011', call.span, { callee, name: 'values', type: 'one or more' })
    return undefined
  }
  return { values, named }
}
