import type { IndexExpression, RangeExpression } from '../syntax/ast.ts'
import { apply } from './apply.ts'
import { integerOf } from './constants.ts'
import type { Interpreter } from './interpreter.ts'
import { asTensor } from './lift.ts'
import { at, type Site } from './site.ts'
import { poison, type Value } from './values.ts'

/** `x[1..L]`: part of the first axis, end exclusive. */
export function slice(
  interpreter: Interpreter,
  expression: IndexExpression,
  range: RangeExpression,
  site: Site,
): Value {
  const here = at(site, expression.span)
  const value = interpreter.evaluate(expression.value, site)
  if (value.kind === 'constants') {
    const [start, end] = [
      integerOf(interpreter, range.start, site, 'the start'),
      integerOf(interpreter, range.end, site, 'the end'),
    ]
    return start === undefined || end === undefined
      ? poison
      : { kind: 'constants', items: value.items.slice(start, end) }
  }
  const tensor = asTensor(interpreter, value, here)
  const start = integerOf(interpreter, range.start, site, 'the start of a slice')
  const end = integerOf(interpreter, range.end, site, 'the end of a slice')
  if (tensor === undefined || start === undefined || end === undefined) return poison
  const size = tensor.shape[0] ?? 0
  if (start < 0 || end > size || start >= end) {
    interpreter.report('CTR3003', range.span, {
      operation: 'a slice',
      found: `${start}..${end}`,
      expected: `the first axis has 0..${size}`,
    })
    return poison
  }
  return apply(interpreter, 'slice', [tensor], { axis: 0, start, end }, here)
}
