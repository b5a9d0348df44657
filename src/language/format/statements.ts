import type { Expression, ParamStatement, RequireStatement, Statement } from '../syntax/ast.ts'
import { printPredicted, printType } from '../syntax/print.ts'
import { block } from './blocks.ts'
import { afterSign, commentLines } from './comments.ts'
import { type Document, goingOn, line, newLine } from './document.ts'
import { choice, expression, loop, outerStartOf } from './expressions.ts'
import type { Layout } from './layout.ts'
import { statementHead } from './statement-keys.ts'

/** A statement. `column`: the width that the statement's head is filled up to. */
export function statement(layout: Layout, node: Statement, column = 0): Document {
  const head = statementHead(node)?.padEnd(column) ?? ''
  switch (node.kind) {
    case 'let':
    case 'var':
    case 'assign':
      return [head, bound(layout, node.value)]
    case 'param':
      return [head, parameterType(layout, node)]
    case 'predict':
      return node.value.kind === 'block'
        ? [`${printPredicted(node)} `, block(layout, node.value)]
        : [head, bound(layout, node.value)]
    case 'return':
      return ['return ', expression(layout, node.value)]
    case 'require':
      return requirement(layout, node)
    case 'for':
      return loop(layout, node.loop)
    case 'if':
      return choice(layout, node)
    case 'expression':
      return expression(layout, node.value, 'operand')
  }
}

/** `= value` */
export const bound = (layout: Layout, value: Expression): Document => [
  ' =',
  afterSign(layout, outerStartOf(layout, value), () => expression(layout, value)),
]

const parameterType = (layout: Layout, { type, initial }: ParamStatement): Document => [
  ` : ${printType(type)}`,
  initial === undefined ? '' : bound(layout, initial),
]

function requirement(layout: Layout, { condition, message }: RequireStatement): Document {
  const head = ['require ', expression(layout, condition), ',']
  const comments = layout.comments.before(message.span.start)
  const separator = comments.length === 0 ? line : [commentLines(layout, comments), newLine]
  return goingOn([head, layout.source.written(message.span)], [separator])
}
