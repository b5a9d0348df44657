import type { CstNode, IToken } from 'chevrotain'
import { nearest } from '../../../diagnostics/nearest.ts'
import { scalarKinds } from '../../../features/kinds.ts'
import type {
  CallExpression,
  DimensionNode,
  Expression,
  FeatureType,
  ModuleTypeNode,
  NumberLiteral,
  TypeNode,
} from '../ast.ts'
import type { Building } from './building.ts'
import { has, node, nodes, token, tokens } from './cst.ts'
import { buildArguments, buildExpression } from './expressions.ts'
import { buildNumber } from './literals.ts'

const constants = ['int', 'float', 'bool', 'string', 'name', 'keys'] as const
const listed = ['int', 'float', 'name', 'string'] as const
const elements = ['id', 'string'] as const

/** The type that a word names; reported, with what there is, where it names none. */
function chosen<Type extends string>(
  b: Building,
  word: IToken,
  known: readonly Type[],
  also?: string,
  insteadOf: (word: string) => string | undefined = () => undefined,
): Type | undefined {
  const found = known.find((each) => each === word.image)
  if (found === undefined)
    b.report('CTR1016', b.tokenSpan(word), {
      name: word.image,
      known: [...known, ...(also === undefined ? [] : [also])].join(', '),
      near: nearest(word.image, known),
      instead: insteadOf(word.image),
    })
  return found
}

/** The rule `type`. */
export function buildType(b: Building, cst: CstNode | undefined): TypeNode {
  if (cst === undefined) return { kind: 'invalid', span: b.tokenSpan(undefined) }
  const span = b.span(cst)
  const [, secondPer] = tokens(cst, 'Per')
  const [, secondAt] = tokens(cst, 'At')
  if (secondPer !== undefined) b.report('CTR1015', b.tokenSpan(secondPer), { clause: 'per' })
  if (secondAt !== undefined) b.report('CTR1015', b.tokenSpan(secondAt), { clause: 'at' })
  const keys = node(cst, 'typeKeys')
  const keyed = keys && buildKeys(b, keys)
  const plain = buildPlainType(b, node(cst, 'plainType'))
  const level = token(cst, 'Name')
  const leveled: TypeNode =
    level === undefined
      ? plain
      : {
          kind: 'leveled',
          of: plain,
          level: b.identifier(level),
          span: { ...span, start: Math.min(plain.span.start, span.end) },
        }
  return keyed === undefined ? leveled : { kind: 'keyed', keys: keyed, of: leveled, span }
}

function buildKeys(b: Building, cst: CstNode): Expression {
  const names = tokens(cst, 'Name').map(
    (name) => ({ kind: 'name', name: name.image, span: b.tokenSpan(name) }) as const,
  )
  const [only] = names
  return only !== undefined && !has(cst, 'LeftBracket') ? only : { kind: 'list', items: names, span: b.span(cst) }
}

function buildPlainType(b: Building, cst: CstNode | undefined): TypeNode {
  if (cst === undefined) return { kind: 'invalid', span: b.tokenSpan(undefined) }
  const span = b.span(cst)
  const shape = node(cst, 'shape')
  if (shape !== undefined)
    return { kind: 'tensor', leading: has(shape, 'Ellipsis'), dimensions: dimensionsOf(b, shape), span }
  const list = node(cst, 'listType')
  if (list !== undefined) return buildListType(b, list)
  const choice = node(cst, 'choiceType')
  if (choice !== undefined)
    return {
      kind: 'choice',
      choices: tokens(choice, 'Name').map((name) => b.identifier(name)),
      module: buildModuleType(b, node(choice, 'moduleType')),
      span,
    }
  const called = buildModuleType(b, node(cst, 'moduleType'))
  if (called !== undefined) return called
  const word = token(cst, 'Name')
  const of = word && chosen(b, word, constants, '[N], list<[D], L>, list<int>, module')
  return of === undefined ? { kind: 'invalid', span } : { kind: 'constant', of, span }
}

/** The rule `moduleType`. */
function buildModuleType(b: Building, cst: CstNode | undefined): ModuleTypeNode | undefined {
  if (cst === undefined) return undefined
  const types = nodes(cst, 'plainType')
  const arrow = token(cst, 'Arrow')
  const isResult = (type: CstNode): boolean => arrow !== undefined && b.span(type).start > arrow.startOffset
  const result = types.find(isResult)
  return {
    kind: 'module',
    parameters: has(cst, 'LeftParenthesis')
      ? types.filter((type) => !isResult(type)).map((type) => buildPlainType(b, type))
      : undefined,
    result: result && buildPlainType(b, result),
    span: b.span(cst),
  }
}

/** The rule `shape`: its dimensions after a leading `...`. */
function dimensionsOf(b: Building, cst: CstNode): DimensionNode[] {
  const dimensions = nodes(cst, 'expression')
  const dots = tokens(cst, 'Ellipsis')
  const first = Math.min(...dimensions.map((each) => b.span(each).start))
  for (const [index, each] of dots.entries())
    if (index > 0 || each.startOffset > first)
      b.report('CTR1001', b.tokenSpan(each), {
        found: "'...'",
        expected: "a dimension ('...' may come only first, and only once)",
      })
  return dimensions.map((each) => buildExpression(b, each))
}

function buildListType(b: Building, cst: CstNode): TypeNode {
  const span = b.span(cst)
  const length = token(cst, 'length')
  const shape = node(cst, 'shape')
  if (shape !== undefined) {
    const element = dimensionsOf(b, shape)
    if (has(shape, 'Ellipsis'))
      b.report('CTR1001', b.tokenSpan(token(shape, 'Ellipsis')), {
        found: "'...'",
        expected: 'the dimensions of one element',
      })
    if (length === undefined) return lengthMissing(b, cst)
    return { kind: 'sequence', element, length: lengthOf(b, length), span }
  }
  if (has(cst, 'record')) reportRecord(b, cst)
  const word = token(cst, 'Name')
  const of = word && chosen(b, word, listed, 'a shape such as [D]')
  if (of !== undefined && length !== undefined)
    b.report('CTR1001', b.tokenSpan(length), { found: "a list's length", expected: `'list<${of}>', which has none` })
  return of === undefined ? { kind: 'invalid', span } : { kind: 'constants', of, span }
}

function lengthMissing(b: Building, cst: CstNode): TypeNode {
  const span = b.span(cst)
  if (cst.recoveredNode !== true)
    b.report('CTR1001', { ...span, start: span.end - 1 }, { found: "'>'", expected: "a comma and the list's length" })
  return { kind: 'invalid', span }
}

const lengthOf = (b: Building, length: IToken): DimensionNode =>
  /^[0-9]/.test(length.image) ? buildNumber(b, length) : { kind: 'name', name: length.image, span: b.tokenSpan(length) }

/** `list<{ pin: id }, 20>`: what is meant has a form of its own. */
const reportRecord = (b: Building, cst: CstNode) => b.report('CTR1590', b.span(cst), {})

/** The rule `featureType` in a line of features, where a call may stand: a derivation. */
export function buildDeclaredType(b: Building, cst: CstNode | undefined): FeatureType | CallExpression {
  const name = cst && token(cst, 'Name')
  const given = cst && node(cst, 'argumentList')
  if (cst === undefined || name === undefined || given === undefined) return buildFeatureType(b, cst)
  return { kind: 'call', callee: b.identifier(name), arguments: buildArguments(b, given), span: b.span(cst) }
}

/** The rule `featureType`. What is announced or unknown is reported and read as the nearest thing there is. */
export function buildFeatureType(b: Building, cst: CstNode | undefined): FeatureType {
  if (cst === undefined) return { kind: 'float', span: b.tokenSpan(undefined) }
  const span = b.span(cst)
  const shape = node(cst, 'shape')
  if (shape !== undefined) return { kind: 'vector', size: vectorSize(b, shape), span }
  const list = node(cst, 'listType')
  if (list !== undefined) return buildFeatureList(b, list)
  const word = token(cst, 'Name')
  if (has(cst, 'argumentList')) {
    b.announce(span, `a derived key, '${word?.image ?? ''}(...)'`, "compute it in the dataset's query")
    return { kind: 'id', span }
  }
  return { kind: (word && chosen(b, word, scalarKinds, '[N], list<id, L>, list<string, L>')) ?? 'float', span }
}

function vectorSize(b: Building, shape: CstNode): NumberLiteral {
  const [size, ...others] = dimensionsOf(b, shape)
  if (size?.kind === 'number' && others.length === 0 && !has(shape, 'Ellipsis')) return size
  const span = b.span(shape)
  if (shape.recoveredNode !== true)
    b.report('CTR1001', span, {
      found: `'${b.text.slice(span.start, span.end).slice(0, 40)}'`,
      expected: 'one size, as in [64]',
    })
  return { kind: 'number', value: 1, raw: '1', integer: true, span }
}

/** Numbers have no length of their own: they are fields of a sequence. */
const sequenceOf = (word: string): string | undefined =>
  word === 'int' || word === 'float'
    ? `numbers of steps are a field of a sequence: 'sequence recent max 200 { value : ${word} default 0 }'`
    : undefined

function buildFeatureList(b: Building, cst: CstNode): FeatureType {
  const span = b.span(cst)
  const length = token(cst, 'length')
  if (has(cst, 'record')) reportRecord(b, cst)
  else if (has(cst, 'shape'))
    b.report('CTR1016', b.span(node(cst, 'shape') ?? cst), {
      name: 'list<[...]>',
      known: 'list<id, L>, list<string, L>',
      near: undefined,
    })
  if (length === undefined) lengthMissing(b, cst)
  const word = token(cst, 'Name')
  const element = word && chosen(b, word, elements, undefined, sequenceOf)
  const literal = length && lengthOf(b, length)
  if (literal !== undefined && literal.kind !== 'number')
    b.report('CTR1001', literal.span, {
      found: `the name '${length?.image ?? ''}'`,
      expected: 'a number: how many are kept',
    })
  const one: NumberLiteral = { kind: 'number', value: 1, raw: '1', integer: true, span }
  return { kind: 'list', element: element ?? 'id', length: literal?.kind === 'number' ? literal : one, span }
}
