import { nearest } from '../../diagnostics/nearest.ts'
import { replaceWith } from '../resolve/report.ts'
import type { CallExpression } from '../syntax/ast.ts'
import { builtins } from './builtins/table.ts'
import type { Interpreter } from './interpreter.ts'
import { callModule } from './module-call.ts'
import { at, nested, type Site } from './site.ts'
import { poison, type Value } from './values.ts'

/** A call of a built-in or of a module that the file sees. A module may not take a built-in's name (resolve). */
export function evaluateCall(interpreter: Interpreter, call: CallExpression, site: Site): Value {
  const { name, span } = call.callee
  const builtin = builtins.get(name)
  if (builtin !== undefined) return builtin(interpreter, call, at(nested(site), call.span))
  const visible = interpreter.program.modulesOf.get(site.scope.file)
  const module = visible?.get(name)
  if (module !== undefined) return callModule(interpreter, module, call, site)
  const near = nearest(name, [...builtins.keys(), ...(visible?.keys() ?? [])])
  interpreter.report(
    'CTR1501',
    span,
    { kind: 'module', name, near },
    {
      fixes: replaceWith(span, near),
    },
  )
  return poison
}
