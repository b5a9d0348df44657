import type { ForExpression } from '../syntax/ast.ts'
import type { Interpreter } from './interpreter.ts'
import { iterations } from './iterations.ts'
import type { Site } from './site.ts'
import { runBody } from './statements.ts'
import { poison, type Value } from './values.ts'

/** `for e in 0..experts { ... }` in a place for a value: the list of its bodies' last values. */
export function evaluateFor(interpreter: Interpreter, expression: ForExpression, site: Site): Value {
  const loop = iterations(interpreter, expression, site)
  if (loop === undefined) return poison
  const { scopes, names } = loop
  const items: Value[] = []
  for (const scope of scopes) {
    const value = runBody(interpreter, expression.body, { scope, path: scope.path, whole: true })
    if (value === undefined) {
      interpreter.report('CTR3021', expression.body.span, { what: "this for's body" })
      return poison
    }
    items.push(value)
  }
  return items.some((item) => item.kind === 'poison')
    ? poison
    : { kind: 'list', items, ...(names === undefined ? {} : { names }) }
}
