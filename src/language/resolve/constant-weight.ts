import type { Report } from '../../diagnostics/report.ts'
import type { RowExpression } from '../program.ts'
import type { Expression } from '../syntax/ast.ts'

/** A weight without columns is one number for all rows, and needs no data to be refused (CTR1522): rows refuse the rest (CTR4032). */
export function checkConstantWeight(report: Report, weight: RowExpression | undefined): void {
  const value = weight === undefined ? undefined : numberOf(weight.expression)
  if (weight === undefined || value === undefined || (Number.isFinite(value) && value > 0)) return
  const found = Number.isFinite(value) ? `${value} for every row` : 'no finite number'
  report('CTR1522', weight.expression.span, { key: 'weight', found, expected: 'a number above 0' })
}

/** Of numbers alone; undefined where a column or anything else is read. */
function numberOf(expression: Expression): number | undefined {
  if (expression.kind === 'number') return expression.value
  if (expression.kind === 'unary' && expression.operator === '-') {
    const operand = numberOf(expression.operand)
    return operand === undefined ? undefined : -operand
  }
  if (expression.kind !== 'binary') return undefined
  const [left, right] = [numberOf(expression.left), numberOf(expression.right)]
  if (left === undefined || right === undefined) return undefined
  switch (expression.operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
    default:
      return undefined
  }
}
