import type { CstNode } from 'chevrotain'
import type { IfStatement, Statement } from '../ast.ts'
import { printExpression } from '../print.ts'
import { buildBlock, endsInValue, lastValue, repeatedBody } from './blocks.ts'
import type { Building, Place } from './building.ts'
import { noComments } from './comments.ts'
import { has, node, nodes, token, tokens } from './cst.ts'
import { buildExpression, buildFor, buildOperation, invalid } from './expressions.ts'
import { buildString } from './literals.ts'
import { buildType } from './types.ts'

/** The rule `statement`; undefined where recovery left nothing of it. */
export function buildStatement(b: Building, cst: CstNode, place: Place): Statement | undefined {
  const let_ = node(cst, 'letStatement')
  if (let_ !== undefined) return buildBinding(b, let_, 'let')
  const var_ = node(cst, 'varStatement')
  if (var_ !== undefined) return buildBinding(b, var_, 'var')
  const param = node(cst, 'paramStatement')
  if (param !== undefined) return buildParam(b, param)
  const predict = node(cst, 'predictStatement')
  if (predict !== undefined) return buildPredict(b, predict)
  const return_ = node(cst, 'returnStatement')
  if (return_ !== undefined) {
    const item = b.open(return_)
    return { kind: 'return', value: buildExpression(b, node(return_, 'expression')), ...item.close() }
  }
  const require_ = node(cst, 'requireStatement')
  if (require_ !== undefined) return buildRequire(b, require_)
  const assignment = node(cst, 'assignment')
  return assignment && buildAssignment(b, assignment, place)
}

function buildBinding(b: Building, cst: CstNode, kind: 'let' | 'var'): Statement | undefined {
  const name = token(cst, 'Name')
  if (name === undefined) return undefined
  const item = b.open(cst)
  const stated = node(cst, 'type')
  const binding = {
    name: b.identifier(name),
    type: stated && buildType(b, stated),
    value: buildExpression(b, node(cst, 'expression')),
    ...item.close(),
  }
  return kind === 'var' ? { kind, ...binding } : { kind, exported: has(cst, 'Export'), ...binding }
}

function buildParam(b: Building, cst: CstNode): Statement | undefined {
  const name = token(cst, 'Name')
  if (name === undefined) return undefined
  const item = b.open(cst)
  const initial = node(cst, 'expression')
  return {
    kind: 'param',
    name: b.identifier(name),
    type: buildType(b, node(cst, 'type')),
    initial: initial && buildExpression(b, initial),
    ...item.close(),
  }
}

function buildPredict(b: Building, cst: CstNode): Statement | undefined {
  const task = token(cst, 'Name')
  if (task === undefined) return undefined
  const item = b.open(cst)
  const steps = node(cst, 'block')
  const on = node(cst, 'names')
  const surfaces = on && b.identifiers(tokens(on, 'Name'))
  const value = steps === undefined ? buildExpression(b, node(cst, 'expression')) : buildBlock(b, steps, cst)
  return { kind: 'predict', task: b.identifier(task), surfaces, value, ...item.close() }
}

function buildRequire(b: Building, cst: CstNode): Statement | undefined {
  const message = token(cst, 'String')
  if (message === undefined) return undefined
  const item = b.open(cst)
  const condition = buildExpression(b, node(cst, 'expression'))
  return { kind: 'require', condition, message: buildString(b, message), ...item.close() }
}

/** `h = ...`, or a statement that is an expression in its form. */
function buildAssignment(b: Building, cst: CstNode, place: Place): Statement | undefined {
  const [target, value] = nodes(cst, 'expression')
  if (target === undefined) return undefined
  const item = b.open(cst)
  if (has(cst, 'Equals')) {
    const name = buildExpression(b, target)
    const assigned = buildExpression(b, value)
    const closed = item.close()
    if (name.kind === 'name')
      return { kind: 'assign', name: { name: name.name, span: name.span }, value: assigned, ...closed }
    if (name.kind !== 'invalid') b.report('CTR1013', name.span, { target: `'${printExpression(name)}'` })
    return undefined
  }
  const body = repeatedBody(target)
  if (body !== undefined && !endsInValue(body)) {
    const loop = node(target, 'forLoop')
    if (loop !== undefined) return { kind: 'for', loop: buildFor(b, loop, 'steps'), ...item.close() }
    const choice = node(target, 'choice')
    if (choice !== undefined) {
      const whole = buildIfStatement(b, choice)
      return whole && { ...whole, ...item.close() }
    }
  }
  const misplaced = place.kind === 'steps' || !place.last
  if (misplaced) reportUnused(b, target, body, place)
  else if (!place.first) reportLeadingMinus(b, target)
  return { kind: 'expression', value: buildExpression(b, target), ...item.close() }
}

function reportUnused(b: Building, cst: CstNode, body: CstNode | undefined, place: Place) {
  if (cst.recoveredNode === true || b.hasMistakeAfter(b.span(cst).end)) return
  if (!place.first && reportLeadingMinus(b, cst)) return
  const value = (body && lastValue(body)) ?? cst
  const why =
    place.kind === 'steps'
      ? "only the last line of a 'for', 'each' or 'if' that is itself read as a value may be a bare one"
      : 'only the last line of this body may be a bare one'
  b.report('CTR1011', b.span(value), { place: why })
}

/** A line that begins with `-` most likely goes on from the line above, where it would silently lose what is there. */
function reportLeadingMinus(b: Building, cst: CstNode): boolean {
  const operand = node(node(cst, 'operation') ?? cst, 'operand')
  const prefix = operand && token(operand, 'prefix')
  if (prefix?.image !== '-') return false
  b.report('CTR1017', b.tokenSpan(prefix), { operator: '-' })
  return true
}

function buildIfStatement(b: Building, cst: CstNode): IfStatement | undefined {
  const conditions = nodes(cst, 'operation')
  return b.below(conditions.length, b.span(cst), () => {
    const branches = conditions.map((condition, index) => ({
      condition: buildOperation(b, condition),
      then: buildBlock(b, nodes(cst, 'block')[index], cst),
    }))
    const otherwise = node(cst, 'otherwise')
    const end = b.span(cst).end
    let last: IfStatement['else'] = otherwise && buildBlock(b, otherwise, cst)
    let whole: IfStatement | undefined
    for (const { condition, then } of branches.reverse()) {
      const span = { file: b.file, start: condition.span.start, end }
      whole = { kind: 'if', condition, then, else: last, span, comments: noComments }
      last = whole
    }
    return (
      whole ?? {
        kind: 'if',
        condition: invalid(b, cst),
        then: buildBlock(b, undefined, cst),
        else: last,
        span: b.span(cst),
        comments: noComments,
      }
    )
  })
}
