import type { CstNode } from 'chevrotain'
import type { Block, Statement } from '../ast.ts'
import type { BodyKind, Building } from './building.ts'
import { has, node, nodes } from './cst.ts'

/** The rule `block`. `owner` is what the block belongs to, where recovery lost the block itself. */
export function buildBlock(b: Building, cst: CstNode | undefined, owner: CstNode, kind: BodyKind = 'steps'): Block {
  if (cst === undefined)
    return { kind: 'block', statements: [], trailing: [], span: b.tokenSpan(undefined, b.span(owner).end) }
  const all = nodes(cst, 'statement')
  const statements: Statement[] = []
  all.forEach((statement, index) => {
    const place = { first: index === 0, last: index === all.length - 1, kind }
    const built = b.buildStatement(b, statement, place)
    if (built !== undefined) statements.push(built)
  })
  const span = b.span(cst)
  return { kind: 'block', statements, trailing: b.comments.rest(span.end), span }
}

/** A body of `for`, `each` or `if`; one that is read as a value has to end in a value. */
export function buildBody(
  b: Building,
  cst: CstNode | undefined,
  owner: CstNode,
  kind: BodyKind,
  form: 'for' | 'each' | 'if',
): Block {
  if (kind === 'value' && cst !== undefined && !wasRecovered(cst) && !endsInValue(cst)) {
    const { file, end } = b.span(cst)
    b.report('CTR1012', { file, start: end - 1, end }, { form, need: 'its body must end in one' })
  }
  return buildBlock(b, cst, owner, kind)
}

const wasRecovered = (cst: CstNode): boolean =>
  cst.recoveredNode === true || nodes(cst, 'statement').some((statement) => statement.recoveredNode === true)

/** Whether a block's last item is a value: an expression, or a `for` or `if` whose own body ends in one. */
export function endsInValue(block: CstNode | undefined): boolean {
  return block !== undefined && lastValue(block) !== undefined
}

/** The expression that a block ends in, innermost. */
export function lastValue(block: CstNode): CstNode | undefined {
  const last = nodes(block, 'statement').at(-1)
  const assignment = last && node(last, 'assignment')
  if (assignment === undefined || has(assignment, 'Equals')) return undefined
  const value = node(assignment, 'expression')
  const body = value && repeatedBody(value)
  return body === undefined ? value : lastValue(body)
}

/** The (first) body of an expression that is a bare `for` or `if`: the two that may also be statements. */
export function repeatedBody(expression: CstNode): CstNode | undefined {
  if (has(expression, 'postscript')) return undefined
  const form = node(expression, 'forLoop') ?? node(expression, 'choice')
  return form && node(form, 'block')
}
