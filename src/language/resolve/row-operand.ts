import type { Span } from '../../diagnostics/diagnostic.ts'
import { isBinary, type RowOperand, rowArithmetic, rowComparisons, rowLogic } from '../../model/row-expression.ts'
import type { BinaryExpression, CallExpression, Expression } from '../syntax/ast.ts'

/** A row expression without its syntax; where each part is written goes into `origins`. To be called where resolve found no error. */
export function rowOperand(expression: Expression, origins: Map<object, Span>): RowOperand {
  const made = withoutSyntax(expression, (each) => rowOperand(each, origins))
  origins.set(made, expression.span)
  return made
}

function withoutSyntax(expression: Expression, operand: (each: Expression) => RowOperand): RowOperand {
  switch (expression.kind) {
    case 'name':
      return { kind: 'column', name: expression.name }
    case 'number':
      return { kind: 'number', value: expression.value }
    case 'string':
      return { kind: 'string', value: expression.value }
    case 'boolean':
      return { kind: 'boolean', value: expression.value }
    case 'unary':
      return { kind: expression.operator === 'not' ? 'not' : 'negate', operand: operand(expression.operand) }
    case 'binary':
      return binary(expression, operand)
    case 'call':
      return fold(expression, operand)
    default:
      throw unresolved(expression.kind)
  }
}

function binary({ operator, left, right }: BinaryExpression, operand: (each: Expression) => RowOperand): RowOperand {
  switch (operator) {
    case 'is':
      return { kind: 'is null', operand: operand(left) }
    case 'is not':
      return { kind: 'is not null', operand: operand(left) }
    case 'in':
    case 'not in':
      if (right.kind !== 'list') throw unresolved(right.kind)
      return { kind: operator, operand: operand(left), items: right.items.map(operand) }
    case 'where':
      return { kind: 'where', left: operand(left), right: operand(right) }
    default: {
      const made = { kind: operator, left: operand(left), right: operand(right) }
      if (isBinary(made, [...rowComparisons, ...rowLogic, ...rowArithmetic])) return made
      throw unresolved(operator)
    }
  }
}

function fold(call: CallExpression, operand: (each: Expression) => RowOperand): RowOperand {
  const [value, count] = call.arguments
  if (value === undefined || count?.value.kind !== 'number') throw unresolved(call.callee.name)
  return { kind: 'fold', operand: operand(value.value), buckets: count.value.value }
}

/** A defect: resolve lets no such program through. */
const unresolved = (found: string): Error => new Error(`'${found}' cannot stand in a row expression`)
