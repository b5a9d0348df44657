import type { DimensionNode, ParamStatement } from '../syntax/ast.ts'
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
  const shape = type.dimensions.map((dimension) => dimensionOf(interpreter, dimension, site))
  const sizes = shape.flatMap((size) => size ?? [])
  const isKnown = sizes.length === shape.length
  bind(
    isKnown
      ? interpreter.parameter(site.path, sizes, initialOf(interpreter, statement, sizes, site), at(site, span))
      : poison,
  )
}

/** A size of 1 or more; undefined after CTR3020. */
function dimensionOf(interpreter: Interpreter, dimension: DimensionNode, site: Site): number | undefined {
  const size = interpreter.evaluate(dimension, { ...site, whole: false })
  if (size.kind === 'int' && size.value >= 1) return size.value
  if (size.kind !== 'poison')
    interpreter.report('CTR3020', dimension.span, {
      what: 'a dimension',
      found: `${describe(size)}, not a whole number of 1 or more`,
    })
  return undefined
}
