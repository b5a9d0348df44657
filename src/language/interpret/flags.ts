import type { BinaryOperator } from '../syntax/ast.ts'
import { apply, constant } from './apply.ts'
import type { Interpreter } from './interpreter.ts'
import { lift } from './lift.ts'
import type { OpSite } from './site.ts'
import { int, type Poison, poison, type Tensor, type Value } from './values.ts'

const operators = ['==', '!=', '<', '<=', '>', '>=', 'and', 'or'] as const

type FlagOperator = (typeof operators)[number] | 'not'

export const isFlagOperator = (operator: BinaryOperator): operator is (typeof operators)[number] =>
  operators.some((each) => each === operator)

/** `price > 10`, `a and not b` of values: 1 where it holds, else 0, element by element. A flag is any number; it holds where it is not 0. */
export function flagOf(
  interpreter: Interpreter,
  operator: FlagOperator,
  operands: readonly Value[],
  site: OpSite,
): Value {
  const joins = operator === 'and' || operator === 'or'
  // `a and true`, where a constant decides for all rows.
  const values = operands.map((each) => (joins && each.kind === 'bool' ? int(each.value ? 1 : 0) : each))
  return lift(interpreter, values, site, (tensors) => emitFlag(interpreter, operator, tensors, site))
}

function emitFlag(
  interpreter: Interpreter,
  operator: FlagOperator,
  [x, y]: readonly Tensor[],
  site: OpSite,
): Tensor | Poison {
  if (x === undefined) return poison
  const number = (value: number): Tensor => constant(interpreter, [value], [], site)
  const where = (condition: Tensor, a: Tensor | Poison, b: Tensor | Poison): Tensor | Poison =>
    a.kind === 'poison' || b.kind === 'poison' ? poison : apply(interpreter, 'where', [condition, a, b], {}, site)
  if (operator === 'not') return where(x, number(0), number(1))
  if (y === undefined) return poison
  switch (operator) {
    case '<':
      return apply(interpreter, 'less', [x, y], {}, site)
    case '<=':
      return apply(interpreter, 'less_equal', [x, y], {}, site)
    case '>':
      return apply(interpreter, 'less', [y, x], {}, site)
    case '>=':
      return apply(interpreter, 'less_equal', [y, x], {}, site)
    case '==':
      return apply(interpreter, 'equal', [x, y], {}, site)
    case '!=': {
      const same = apply(interpreter, 'equal', [x, y], {}, site)
      return same.kind === 'poison' ? poison : apply(interpreter, 'sub', [number(1), same], {}, site)
    }
    case 'and':
      return where(x, where(y, number(1), number(0)), number(0))
    case 'or':
      return where(x, number(1), where(y, number(1), number(0)))
  }
}
