import type { Expression } from '../syntax/ast.ts'
import type { Interpreter } from './interpreter.ts'
import { nested, type Site } from './site.ts'
import { type Constant, describe, isConstant } from './values.ts'

/** A compile-time constant, or undefined with a diagnostic about what it is instead. */
export function constantOf(
  interpreter: Interpreter,
  expression: Expression,
  site: Site,
  what: string,
): Constant | undefined {
  const value = interpreter.evaluate(expression, nested(site))
  if (isConstant(value)) return value
  if (value.kind !== 'poison') interpreter.report('CTR3020', expression.span, { what, found: describe(value) })
  return undefined
}

/** A compile-time whole number. */
export function integerOf(
  interpreter: Interpreter,
  expression: Expression,
  site: Site,
  what: string,
): number | undefined {
  const value = constantOf(interpreter, expression, site, what)
  if (value === undefined) return undefined
  if (value.kind === 'int') return value.value
  interpreter.report('CTR3004', expression.span, { what, found: describe(value), expected: 'a whole number' })
  return undefined
}
