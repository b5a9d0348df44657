import type { Span } from '../../diagnostics/diagnostic.ts'
import type {
  Argument,
  BinaryExpression,
  Block,
  CallExpression,
  Expression,
  ForExpression,
  IfExpression,
  IfStatement,
  RangeExpression,
} from '../syntax/ast.ts'
import { tightnessOf } from '../syntax/build/precedence.ts'
import { type Body, bodies } from './blocks.ts'
import { bracketed } from './bracketed.ts'
import { afterSign, commentLines } from './comments.ts'
import { type Document, goingOn, line, newLine } from './document.ts'
import type { Layout } from './layout.ts'
import type { Parentheses } from './source-text.ts'

interface Part {
  readonly span: Span
}

/**
 * Where an expression stands. `whole`: alone, as a value, an argument or an element. `head`: before a body. `operand`: in an operation, or where a
 * statement begins. `selected`: before `[` or `.`.
 */
type Place = 'whole' | 'head' | 'operand' | 'selected'

/** An expression, in parentheses where it had some that are more than noise. */
export function expression(layout: Layout, node: Expression, place: Place = 'whole'): Document {
  const parentheses = layout.source.parenthesesOf(node.span, layout.isCall)
  if (parentheses === undefined || !areKept(layout, node, place, parentheses)) return bare(layout, node)
  const start = startOf(layout, node)
  return bracketed(layout, [{ start, print: () => bare(layout, node) }], parentheses)
}

/** Where an expression begins, parentheses included that belong to its first part. */
const startOf = ({ source }: Layout, { span }: Part): number => source.startOf(source.extentOf(span).first)

/** Where an expression begins, parentheses around it included. */
export function outerStartOf(layout: Layout, node: Part): number {
  const around = layout.source.parenthesesOf(node.span, layout.isCall)
  return around === undefined ? startOf(layout, node) : layout.source.startOf(around.open)
}

/**
 * Parentheses stay around what is computed inside another operation, needed or not: they show how it is read. They go where they surround a whole
 * value or a single name, number or call. Those with a comment in them stay, and those around what begins with `[`: a setting would read otherwise.
 */
function areKept({ source }: Layout, node: Expression, place: Place, { open, close }: Parentheses): boolean {
  const [start, end] = [source.startOf(open), source.startOf(close)]
  if (source.hasComment(start, end) || source.tokens[source.extentOf(node.span).first]?.image === '[') return true
  switch (place) {
    case 'whole':
      return false
    case 'head':
      return isLoose(node)
    case 'selected':
      return isOperation(node) || node.kind === 'number'
    case 'operand':
      return isOperation(node)
  }
}

function isLoose({ kind }: Expression): boolean {
  return (
    kind === 'for_expression' || kind === 'each' || kind === 'if_expression' || kind === 'else' || kind === 'renamed'
  )
}

const isOperation = (node: Expression): boolean =>
  isLoose(node) || node.kind === 'binary' || node.kind === 'range' || node.kind === 'unary'

function bare(layout: Layout, node: Expression): Document {
  switch (node.kind) {
    case 'name':
      return node.name
    case 'number':
      return node.raw
    case 'string':
      return layout.source.written(node.span)
    case 'boolean':
      return String(node.value)
    case 'null':
      return 'null'
    case 'list':
      return list(layout, node.items, layout.source.at(node.span.start), expression)
    case 'call':
      return call(layout, node)
    case 'index':
      return [expression(layout, node.value, 'selected'), '[', expression(layout, node.index), ']']
    case 'member':
      return [expression(layout, node.value, 'selected'), '.', node.member.name]
    case 'unary':
      return [node.operator === 'not' ? 'not ' : '-', expression(layout, node.operand, 'operand')]
    case 'binary':
      return operation(layout, node)
    case 'range':
      return range(layout, node)
    case 'for_expression':
      return loop(layout, node)
    case 'each':
      return repeated(layout, `each ${node.variable.name} in `, node.keys, node.body)
    case 'if_expression':
      return choice(layout, node)
    case 'else':
      return [expression(layout, node.value, 'operand'), ` else ${node.otherwise}`]
    case 'renamed':
      return [expression(layout, node.value, 'operand'), ` renamed from ${node.from.name}`]
    case 'invalid':
      return layout.source.written(node.span)
  }
}

/** A list of expressions, or of a setting's values. */
export function list<Item extends { readonly span: Span }>(
  layout: Layout,
  items: readonly Item[],
  open: number,
  print: (layout: Layout, item: Item) => Document,
): Document {
  const elements = items.map((item) => ({ start: outerStartOf(layout, item), print: () => print(layout, item) }))
  return bracketed(layout, elements, { open })
}

function call(layout: Layout, node: CallExpression): Document {
  const open = layout.source.at(node.callee.span.start) + 1
  layout.noteCall(open)
  const elements = node.arguments.map((each) => ({ start: each.span.start, print: () => argument(layout, each) }))
  return [node.callee.name, bracketed(layout, elements, { open })]
}

function argument(layout: Layout, { name, value }: Argument): Document {
  if (name === undefined) return expression(layout, value)
  return [`${name.name}:`, afterSign(layout, outerStartOf(layout, value), () => expression(layout, value))]
}

/** Operators of one row side by side; a line may end after each. */
function operation(layout: Layout, node: BinaryExpression): Document {
  const row = tightnessOf(node.operator)
  const parts: Document[] = []
  const separators: Document[] = []
  const collect = ({ left, operator, right }: BinaryExpression) => {
    if (left.kind === 'binary' && tightnessOf(left.operator) === row && !isInParentheses(layout, left)) collect(left)
    else parts.push(expression(layout, left, 'operand'))
    parts.push([parts.pop() ?? '', ` ${operator}`])
    const comments = layout.comments.before(outerStartOf(layout, right))
    separators.push(comments.length === 0 ? line : [commentLines(layout, comments), newLine])
    parts.push(expression(layout, right, 'operand'))
  }
  collect(node)
  return goingOn(parts, separators)
}

const isInParentheses = (layout: Layout, node: Expression): boolean =>
  layout.source.parenthesesOf(node.span, layout.isCall) !== undefined

function range(layout: Layout, { start, end }: RangeExpression): Document {
  const print = () => expression(layout, end, 'operand')
  return [expression(layout, start, 'operand'), '..', afterSign(layout, outerStartOf(layout, end), print, '')]
}

type Choice = IfExpression | IfStatement

/** `if a { ... } else if b { ... } else { ... }`, as an expression or as a statement. */
export function choice(layout: Layout, node: Choice): Document {
  const parts: Body[] = []
  for (let each: Block | Choice | undefined = node; each !== undefined; ) {
    if (each.kind === 'block') {
      parts.push({ head: () => 'else ', block: each })
      break
    }
    const { condition, then }: Choice = each
    const word = each === node ? 'if ' : 'else if '
    parts.push({ head: () => [word, expression(layout, condition, 'head'), ' '], block: then })
    each = each.else
  }
  return bodies(layout, parts)
}

/** `for i in 0..n { ... }`, as an expression or as a statement. */
export const loop = (layout: Layout, { variable, over, body }: ForExpression): Document =>
  repeated(layout, `for ${variable.name} in `, over, body)

const repeated = (layout: Layout, words: string, over: Expression, block: Block): Document =>
  bodies(layout, [{ head: () => [words, expression(layout, over, 'head'), ' '], block }])
