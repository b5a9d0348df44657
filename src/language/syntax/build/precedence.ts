import type { Span } from '../../../diagnostics/diagnostic.ts'
import type { BinaryOperator, Expression, UnaryOperator } from '../ast.ts'
import { joinSpans } from '../location.ts'

export type Operator = BinaryOperator | '..'

/** How tightly an operator binds; operators of one row associate to the left. */
const rows: readonly (readonly Operator[])[] = [
  ['where'],
  ['or'],
  ['and'],
  ['==', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'is', 'is not'],
  ['..'],
  ['+', '-'],
  ['*', '/', '%', '@'],
]
const tightness = new Map(rows.flatMap((row, index) => row.map((operator) => [operator, index] as const)))
export const comparison = 3

export const tightnessOf = (operator: Operator): number => tightness.get(operator) ?? 0

export interface Operation {
  readonly operator: Operator
  readonly span: Span
}

export interface Operand {
  /** Outermost first. `-` binds tighter than every binary operator, `not` looser than a comparison. */
  readonly prefixes: readonly { readonly operator: UnaryOperator; readonly span: Span }[]
  readonly value: Expression
}

/**
 * The tree of a flat chain `operands[0] operations[0] operands[1] ...`, by precedence climbing.
 * `chained` is called for a comparison of a comparison, and for a range of a range.
 */
export function climb(
  operands: readonly Operand[],
  operations: readonly Operation[],
  chained: (first: Operation, second: Operation) => void,
): Expression {
  let at = 0

  const prefixed = (prefix: number): Expression => {
    const operand = operands[at]!
    const outer = operand.prefixes[prefix]
    if (outer === undefined) return operand.value
    const inner = outer.operator === 'not' ? chain(comparison, prefix + 1) : prefixed(prefix + 1)
    return { kind: 'unary', operator: outer.operator, operand: inner, span: joinSpans(outer.span, inner.span) }
  }

  const chain = (least: number, prefix: number): Expression => {
    let left = prefixed(prefix)
    let last: Operation | undefined
    for (;;) {
      const operation = operations[at]
      if (operation === undefined || tightnessOf(operation.operator) < least) return left
      const row = tightnessOf(operation.operator)
      if (last !== undefined && (row === comparison || row === comparison + 1) && tightnessOf(last.operator) === row)
        chained(last, operation)
      at++
      left = join(left, operation, chain(row + 1, 0))
      last = operation
    }
  }

  return chain(0, 0)
}

function join(left: Expression, { operator, span: operatorSpan }: Operation, right: Expression): Expression {
  const span = joinSpans(left.span, right.span)
  if (operator === '..') return { kind: 'range', start: left, end: right, span }
  return { kind: 'binary', operator, operatorSpan, left, right, span }
}
