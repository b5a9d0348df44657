import type { CallExpression } from '../syntax/ast.ts'
import { builtins } from './builtins/table.ts'
import type { Interpreter } from './interpreter.ts'
import { callModule } from './module-call.ts'
import { at, nested, type Site } from './site.ts'
import { reportNoModule } from './unknown-module.ts'
import { describe, type ModuleValue, poison, type Value } from './values.ts'

/**
 * A call of a built-in or of a module that the file sees. A module may not take a built-in's name (resolve). Where there is no such module, what is
 * wrong in its arguments is reported beside it.
 */
export function evaluateCall(interpreter: Interpreter, call: CallExpression, site: Site): Value {
  const { name, span } = call.callee
  const bound = site.scope.find(name)?.value
  if (bound?.kind === 'module') return callPassed(interpreter, bound, call, site)
  const builtin = builtins.get(name)
  if (builtin !== undefined) return builtin(interpreter, call, at(nested(site), call.span))
  // Not the scope's: a trunk of a variant has statements of several files.
  const { file } = span
  const visible = interpreter.program.modulesOf.get(file)
  const module = visible?.get(name)
  if (module !== undefined) return callModule(interpreter, module, call, site)
  if (bound !== undefined) {
    // Of a module alone, a parameter is poison, as is what had an error.
    if (bound.kind !== 'poison') interpreter.report('CTR3040', span, { name, found: describe(bound) })
  } else reportNoModule(interpreter, call.callee, file)
  // A bare name may be a word of the module's own, or a module that is passed.
  for (const { name: given, value } of call.arguments)
    if (value.kind !== 'name' || (given === undefined && !builtins.has(value.name) && !visible?.has(value.name)))
      interpreter.evaluate(value, nested(site))
  return poison
}

/** Calls what an argument passed, as if it were called here by its own name, within what the parameter's type states. */
function callPassed(interpreter: Interpreter, value: ModuleValue, call: CallExpression, site: Site): Value {
  const { name, module, passed, signature } = value
  const { count = call.arguments.length } = signature ?? {}
  if (call.arguments.length > count) {
    const given = { callee: call.callee.name, found: call.arguments.length, expected: count }
    interpreter.report('CTR3012', call.span, given)
    return poison
  }
  const named = { ...call, callee: { ...call.callee, name } }
  const result =
    module === undefined
      ? builtins.get(name)?.(interpreter, named, at(nested(site), call.span))
      : callModule(interpreter, module, named, site, passed)
  return signature?.fit(result ?? poison, call.span) ?? result ?? poison
}
