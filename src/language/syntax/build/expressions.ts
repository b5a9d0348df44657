import type { CstNode, IToken } from 'chevrotain'
import type {
  Argument,
  CallExpression,
  EachExpression,
  Expression,
  ForExpression,
  Identifier,
  IfExpression,
  InvalidExpression,
} from '../ast.ts'
import { joinSpans } from '../location.ts'
import { buildBody } from './blocks.ts'
import type { BodyKind, Building } from './building.ts'
import { has, node, nodes, token, tokens } from './cst.ts'
import { buildNumber, buildString } from './literals.ts'
import { climb, type Operation, type Operator } from './precedence.ts'

export const invalid = (b: Building, cst: CstNode | undefined): InvalidExpression => ({
  kind: 'invalid',
  span: cst === undefined ? b.tokenSpan(undefined) : b.span(cst),
})

/** The rule `expression`. */
export function buildExpression(b: Building, cst: CstNode | undefined): Expression {
  if (cst === undefined) return invalid(b, cst)
  const postscripts = nodes(cst, 'postscript')
  const build = () => postscripts.reduce((value, each) => withPostscript(b, value, each), buildCore(b, cst))
  return b.below(postscripts.length, b.span(cst), build) ?? invalid(b, cst)
}

function buildCore(b: Building, cst: CstNode): Expression {
  const loop = node(cst, 'forLoop')
  if (loop !== undefined) return buildFor(b, loop, 'value')
  const each = node(cst, 'eachEntry')
  if (each !== undefined) return buildEach(b, each)
  const choice = node(cst, 'choice')
  if (choice !== undefined) return buildIf(b, choice)
  return buildOperation(b, node(cst, 'operation'))
}

function withPostscript(b: Building, value: Expression, cst: CstNode): Expression {
  const span = joinSpans(value.span, b.span(cst))
  const old = token(cst, 'Name')
  if (old !== undefined) return { kind: 'renamed', value, from: b.identifier(old), span }
  if (has(cst, 'Zeros')) return { kind: 'else', value, otherwise: 'zeros', span }
  if (has(cst, 'Learned')) return { kind: 'else', value, otherwise: 'learned', span }
  return value
}

const nameOf = (b: Building, cst: CstNode): Identifier => {
  const name = token(cst, 'Name')
  return name === undefined ? { name: '', span: b.span(cst) } : b.identifier(name)
}

export function buildFor(b: Building, cst: CstNode, body: BodyKind): ForExpression {
  return {
    kind: 'for_expression',
    variable: nameOf(b, cst),
    over: buildOperation(b, node(cst, 'operation')),
    body: buildBody(b, node(cst, 'block'), cst, body, 'for'),
    span: b.span(cst),
  }
}

function buildEach(b: Building, cst: CstNode): EachExpression {
  return {
    kind: 'each',
    variable: nameOf(b, cst),
    keys: buildOperation(b, node(cst, 'operation')),
    body: buildBody(b, node(cst, 'block'), cst, 'value', 'each'),
    span: b.span(cst),
  }
}

/** `if` read as a value: every branch ends in one, and there is an `else`. */
function buildIf(b: Building, cst: CstNode): Expression {
  const conditions = nodes(cst, 'operation')
  const build = () => {
    const branches = conditions.map((condition, index) => ({
      condition: buildOperation(b, condition),
      then: buildBody(b, nodes(cst, 'block')[index], cst, 'value', 'if'),
    }))
    const otherwise = node(cst, 'otherwise')
    if (otherwise === undefined && cst.recoveredNode !== true)
      b.report('CTR1012', b.span(cst), { form: 'if', need: "it needs an 'else'" })
    let last: IfExpression['else'] = otherwise && buildBody(b, otherwise, cst, 'value', 'if')
    let whole: IfExpression | undefined
    for (const { condition, then } of branches.reverse()) {
      // A condition that recovery inserted stands at the end of the file.
      const { end } = b.span(cst)
      const span = { file: b.file, start: Math.min(condition.span.start, end), end }
      whole = { kind: 'if_expression', condition, then, else: last, span }
      last = whole
    }
    return whole === undefined ? invalid(b, cst) : { ...whole, span: b.span(cst) }
  }
  return b.below(conditions.length, b.span(cst), build) ?? invalid(b, cst)
}

/** The rule `operation`: a flat chain of operands and operators. */
export function buildOperation(b: Building, cst: CstNode | undefined): Expression {
  if (cst === undefined) return invalid(b, cst)
  const operators = nodes(cst, 'operator')
  const operands = nodes(cst, 'operand')
  const count = operands.reduce((sum, operand) => sum + tokens(operand, 'prefix').length, operators.length)
  const build = () => {
    const operations = operators.map((operator) => operationOf(b, operator))
    const known = operations.flatMap((operation) => operation ?? [])
    // Recovery may leave a hole in the chain; what is before it still stands.
    const values = operands.slice(0, known.length + 1).map((operand) => ({
      prefixes: tokens(operand, 'prefix').map((prefix) => ({
        operator: prefix.image === '-' ? ('-' as const) : ('not' as const),
        span: b.tokenSpan(prefix),
      })),
      value: buildOperand(b, operand),
    }))
    if (values.length === 0) return invalid(b, cst)
    return climb(values, known.slice(0, values.length - 1), (first, second) =>
      b.report('CTR1014', second.span, { first: first.operator, second: second.operator }),
    )
  }
  return b.below(count, b.span(cst), build) ?? invalid(b, cst)
}

function operationOf(b: Building, cst: CstNode): Operation | undefined {
  const span = b.span(cst)
  if (has(cst, 'Is')) return { operator: has(cst, 'Not') ? 'is not' : 'is', span }
  if (has(cst, 'In')) return { operator: has(cst, 'Not') ? 'not in' : 'in', span }
  if (has(cst, 'Where')) return { operator: 'where', span }
  const infix = token(cst, 'Infix')
  return infix === undefined ? undefined : { operator: infixOf(infix), span }
}

const infixOperators = new Map<string, Operator>(
  (['+', '-', '*', '/', '%', '@', '==', '!=', '<', '<=', '>', '>=', 'and', 'or', '..'] as const).map((each) => [
    each,
    each,
  ]),
)

/** `&&` and `||` were reported and are read as the words. */
const infixOf = ({ image, tokenType }: IToken): Operator =>
  infixOperators.get(image) ?? infixOperators.get(String(tokenType.PATTERN)) ?? 'and'

/** The rule `operand` without its prefixes. */
function buildOperand(b: Building, cst: CstNode): Expression {
  const selections = nodes(cst, 'selection')
  const build = () =>
    selections.reduce<Expression>(
      (value, selection) => {
        const span = joinSpans(value.span, b.span(selection))
        const member = token(selection, 'Name')
        if (member !== undefined) return { kind: 'member', value, member: b.identifier(member), span }
        return { kind: 'index', value, index: buildExpression(b, node(selection, 'expression')), span }
      },
      buildPrimary(b, node(cst, 'primary')),
    )
  return b.below(selections.length, b.span(cst), build) ?? invalid(b, cst)
}

function buildPrimary(b: Building, cst: CstNode | undefined): Expression {
  if (cst === undefined) return invalid(b, cst)
  const span = b.span(cst)
  const number = token(cst, 'Number')
  if (number !== undefined) return buildNumber(b, number)
  const string = token(cst, 'String')
  if (string !== undefined) return buildString(b, string)
  if (has(cst, 'True')) return { kind: 'boolean', value: true, span }
  if (has(cst, 'False')) return { kind: 'boolean', value: false, span }
  if (has(cst, 'Null')) return { kind: 'null', span }
  const inside = node(cst, 'parenthesized')
  if (inside !== undefined) return buildExpression(b, node(inside, 'expression'))
  const list = node(cst, 'list')
  if (list !== undefined)
    return { kind: 'list', items: nodes(list, 'expression').map((item) => buildExpression(b, item)), span }
  const name = token(cst, 'Name')
  if (name === undefined) return invalid(b, cst)
  const given = node(cst, 'argumentList')
  return given === undefined ? { kind: 'name', name: name.image, span } : buildCall(b, cst, b.identifier(name), given)
}

function buildCall(b: Building, cst: CstNode, callee: Identifier, given: CstNode): CallExpression {
  return { kind: 'call', callee, arguments: buildArguments(b, given), span: b.span(cst) }
}

export function buildArguments(b: Building, cst: CstNode): Argument[] {
  return nodes(cst, 'argument').map((argument) => {
    const label = token(argument, 'Label')
    return {
      name: label === undefined ? undefined : b.identifier(label),
      value: buildExpression(b, node(argument, 'expression')),
      span: b.span(argument),
    }
  })
}
