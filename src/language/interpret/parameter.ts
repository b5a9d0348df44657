import type { DimensionNode, ParamStatement, TypeNode } from '../syntax/ast.ts'
import { keysOf } from './declared-type.ts'
import { keyedOf, ownPart, scopeOfKey } from './entries.ts'
import { initialOf } from './initial.ts'
import type { Interpreter } from './interpreter.ts'
import { keyNames } from './key-names.ts'
import type { Scope } from './scope.ts'
import { at, type Site } from './site.ts'
import { describe, poison, type Value } from './values.ts'

/** `param w : [N, units]`: a trained value, named by its path. `param w : per surfaces [N, units]`: one for each key, named by it. */
export function declareParameter(interpreter: Interpreter, statement: ParamStatement, scope: Scope): void {
  const name = statement.name.name
  const { type, span } = statement
  const site: Site = { scope, path: `${scope.path}.${name}`, whole: true }
  const value =
    type.kind === 'keyed'
      ? perKey(interpreter, statement, type, site)
      : parameterOf(interpreter, statement, shapeOf(interpreter, statement, type, site), site)
  scope.bind({ name, value, span, mutable: false, exported: false, kind: 'param' })
}

type KeyedType = Extract<TypeNode, { readonly kind: 'keyed' }>

function perKey(interpreter: Interpreter, statement: ParamStatement, type: KeyedType, site: Site): Value {
  const keys = keysOf(interpreter, type, site.scope)
  const shape = shapeOf(interpreter, statement, type.of, site)
  if (keys.length === 0) return poison
  const entries = keyNames(interpreter, keys, site).map((key): readonly [string, Value] => {
    const own: Site = { scope: scopeOfKey(site, keys, key), path: `${site.path}.${key}`, whole: true }
    return [key, parameterOf(interpreter, statement, shape, own)]
  })
  return ownPart(interpreter, keyedOf(keys, new Map(entries)), at(site, statement.span))
}

function parameterOf(
  interpreter: Interpreter,
  statement: ParamStatement,
  shape: readonly number[] | undefined,
  site: Site,
): Value {
  if (shape === undefined) return poison
  const initial = initialOf(interpreter, statement, shape, site)
  return interpreter.parameter(site.path, shape, initial, at(site, statement.span))
}

/** Undefined after an error. */
function shapeOf(
  interpreter: Interpreter,
  { name }: ParamStatement,
  type: TypeNode,
  site: Site,
): readonly number[] | undefined {
  if (type.kind !== 'tensor' || type.leading) {
    interpreter.report('CTR3004', type.span, {
      what: `the type of parameter '${name.name}'`,
      found: 'not a shape',
      expected: 'dimensions, such as [N, 64]',
    })
    return undefined
  }
  const shape = type.dimensions.map((dimension) => dimensionOf(interpreter, dimension, site))
  const sizes = shape.flatMap((size) => size ?? [])
  return sizes.length === shape.length ? sizes : undefined
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
