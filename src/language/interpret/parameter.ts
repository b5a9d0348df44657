import type { ParamStatement } from '../syntax/ast.ts'
import { initialOf } from './initial.ts'
import type { Interpreter } from './interpreter.ts'
import type { Scope } from './scope.ts'
import { at, type Site } from './site.ts'
import { describe, poison, type Value } from './values.ts'

/** `param w : [N, units]`: a trained value, named by its path. */
export function declareParameter(interpreter: Interpreter, statement: ParamStatement, scope: Scope): void {
  const name = statement.name.name
  const { type, span } = statement
  const site: Site = { scope, path: `${scope.path}.${name}`, whole: true }
  const bind = (value: Value): void => scope.bind({ name, value, span, mutable: false, exported: false, kind: 'param' })
  if (type.kind !== 'tensor' || type.leading) {
    interpreter.report('CTR3004', type.span, {
      what: `the type of parameter '${name}'`,
      found: 'not a shape',
      expected: 'dimensions, such as [N, 64]',
    })
    bind(poison)
    return
  }
  const shape: number[] = []
  for (const dimension of type.dimensions) {
    const size = interpreter.evaluate(dimension, { ...site, whole: false })
    if (size.kind !== 'int' || size.value < 1) {
      if (size.kind !== 'poison')
        interpreter.report('CTR3020', dimension.span, {
          what: 'a dimension',
          found: `${describe(size)}, not a whole number of 1 or more`,
        })
      bind(poison)
      return
    }
    shape.push(size.value)
  }
  bind(interpreter.parameter(site.path, shape, initialOf(interpreter, statement, shape, site), at(site, span)))
}
