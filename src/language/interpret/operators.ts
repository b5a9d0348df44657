import type { BinaryExpression, BinaryOperator, UnaryExpression } from '../syntax/ast.ts'
import { apply, constant } from './apply.ts'
import { reportNoChoice } from './choices.ts'
import { flagOf, isFlagOperator } from './flags.ts'
import type { Interpreter } from './interpreter.ts'
import { lift } from './lift.ts'
import { at, type Site } from './site.ts'
import { type Constant, describe, isConstant, isNumber, poison, type Value } from './values.ts'

const arithmetic = { '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', '@': 'matmul' } as const

export function evaluateUnary(interpreter: Interpreter, expression: UnaryExpression, site: Site): Value {
  const operand = interpreter.evaluate(expression.operand, site)
  if (operand.kind === 'poison') return poison
  if (expression.operator === 'not') {
    if (operand.kind === 'bool') return { kind: 'bool', value: !operand.value }
    if (!isConstant(operand)) return flagOf(interpreter, 'not', [operand], at(site, expression.span))
  } else if (operand.kind === 'int' || operand.kind === 'float') {
    return { kind: operand.kind, value: -operand.value }
  } else if (!isConstant(operand)) {
    const here = at(site, expression.span)
    return lift(interpreter, [operand], here, ([x]) => {
      const zero = constant(interpreter, [0], [], here)
      return x === undefined ? poison : apply(interpreter, 'sub', [zero, x], {}, here)
    })
  }
  interpreter.report('CTR3004', expression.operand.span, {
    what: `the operand of '${expression.operator}'`,
    found: describe(operand),
    expected: expression.operator === 'not' ? 'true or false' : 'a number or a value of the graph',
  })
  return poison
}

/** Constants are computed here; anything with a tensor in it becomes an op. */
export function evaluateBinary(interpreter: Interpreter, expression: BinaryExpression, site: Site): Value {
  const [left, right] = operands(interpreter, expression, site)
  if (left.kind === 'poison' || right.kind === 'poison') return poison
  if (isConstant(left) && isConstant(right)) {
    const value = fold(expression.operator, left, right)
    if (value !== undefined) return value
    interpreter.report('CTR3004', expression.span, {
      what: `'${expression.operator}'`,
      found: `between ${describe(left)} and ${describe(right)}`,
      expected: 'two constants of a type it supports',
    })
    return poison
  }
  const { operator } = expression
  if (isFlagOperator(operator)) return flagOf(interpreter, operator, [left, right], at(site, expression.span))
  if (operator !== '+' && operator !== '-' && operator !== '*' && operator !== '/' && operator !== '@') {
    interpreter.report('CTR3020', expression.span, {
      what: `an operand of '${operator}'`,
      found: `${describe(left)} and ${describe(right)}; where(condition, a, b) selects per row`,
    })
    return poison
  }
  const here = at(site, expression.span)
  return lift(interpreter, [left, right], here, ([x, y]) => {
    if (x === undefined || y === undefined) return poison
    const result = apply(interpreter, arithmetic[operator], [x, y], {}, here)
    const isProduct = operator === '*' && x.isProbability && y.isProbability
    const isComplement = operator === '-' && isNumber(left) && left.value === 1 && y.isProbability
    return (isProduct || isComplement) && result.kind === 'tensor' ? { ...result, isProbability: true } : result
  })
}

/** A module that was passed is compared by its name. */
const asName = (value: Value): Value => (value.kind === 'module' ? { kind: 'name', value: value.name } : value)

/** A bare word beside a comparison with a name argument is a name: `if activation == relu`. */
function operands(interpreter: Interpreter, expression: BinaryExpression, site: Site): readonly [Value, Value] {
  const left = interpreter.evaluate(expression.left, site)
  const { right, operator } = expression
  const compares = operator === '==' || operator === '!='
  const isName = left.kind === 'name' || left.kind === 'module'
  if (compares && isName && right.kind === 'name' && site.scope.find(right.name) === undefined) {
    if (left.choices !== undefined && !left.choices.includes(right.name)) {
      reportNoChoice(interpreter, 'choice', right.name, left.choices, right.span)
      return [left, poison]
    }
    return [asName(left), { kind: 'name', value: right.name }]
  }
  return [left, interpreter.evaluate(right, site)]
}

function fold(operator: BinaryOperator, left: Constant, right: Constant): Constant | undefined {
  if (operator === 'in' || operator === 'not in') {
    if (right.kind !== 'constants') return undefined
    const inside = right.items.some((item) => equal(item, left))
    return { kind: 'bool', value: operator === 'in' ? inside : !inside }
  }
  if (operator === '==' || operator === '!=') return { kind: 'bool', value: equal(left, right) === (operator === '==') }
  if (left.kind === 'bool' && right.kind === 'bool') {
    if (operator === 'and') return { kind: 'bool', value: left.value && right.value }
    if (operator === 'or') return { kind: 'bool', value: left.value || right.value }
    return undefined
  }
  if (!isNumber(left) || !isNumber(right)) return undefined
  const [a, b] = [left.value, right.value]
  const number = (value: number): Constant => ({
    kind: left.kind === 'int' && right.kind === 'int' && Number.isInteger(value) ? 'int' : 'float',
    value,
  })
  switch (operator) {
    case '+':
      return number(a + b)
    case '-':
      return number(a - b)
    case '*':
      return number(a * b)
    case '/':
      return b === 0 ? undefined : number(a / b)
    case '%':
      return b === 0 ? undefined : number(a % b)
    case '<':
      return { kind: 'bool', value: a < b }
    case '<=':
      return { kind: 'bool', value: a <= b }
    case '>':
      return { kind: 'bool', value: a > b }
    case '>=':
      return { kind: 'bool', value: a >= b }
    default:
      return undefined
  }
}

/** A name and a string of the same letters are equal: `activation: "relu"` may be quoted. */
function equal(a: Constant, b: Constant): boolean {
  if ('value' in a && 'value' in b) return a.value === b.value
  if (a.kind === 'constants' && b.kind === 'constants')
    return (
      a.items.length === b.items.length &&
      a.items.every((item, i) => equal(item, b.items[i] ?? { kind: 'bool', value: false }))
    )
  return false
}
