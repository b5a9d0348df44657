import type { CstNode, IToken } from 'chevrotain'
import type { FeatureName, FeatureNode, FeaturesDeclaration, NumberLiteral, SequenceNode } from '../ast.ts'
import { reservedWords } from '../tokens.ts'
import type { Building } from './building.ts'
import { buildConfigMap } from './config.ts'
import { has, node, nodes, token, tokens } from './cst.ts'
import { buildLiteral, buildNumber, buildString } from './literals.ts'
import { buildDeclaredType } from './types.ts'

const reserved = new Set(reservedWords)

/** `features of user on search { ... }`. */
export function buildFeatures(b: Building, cst: CstNode): FeaturesDeclaration | undefined {
  const level = token(cst, 'level')
  if (level === undefined) return undefined
  const item = b.open(cst)
  const group = token(cst, 'group')
  const surfaces = node(cst, 'names')
  return {
    kind: 'features',
    group: group && b.identifier(group),
    level: b.identifier(level),
    surfaces: surfaces && b.identifiers(tokens(surfaces, 'Name')),
    otherwise: has(cst, 'Zeros') ? 'zeros' : has(cst, 'Learned') ? 'learned' : undefined,
    ...buildLines(b, nodes(cst, 'featureOrSequence')),
    trailing: b.comments.rest(b.span(cst).end),
    ...item.close(),
  }
}

/** In their order, in which comments are handed out. */
function buildLines(b: Building, lines: readonly CstNode[]): Pick<FeaturesDeclaration, 'features' | 'sequences'> {
  const features: FeatureNode[] = []
  const sequences: SequenceNode[] = []
  for (const line of lines) {
    const [feature, sequence] = [node(line, 'feature'), node(line, 'sequence')]
    if (feature !== undefined) features.push(buildFeature(b, feature))
    if (sequence !== undefined) sequences.push(...buildSequence(b, sequence))
  }
  return { features, sequences }
}

/** Nothing where recovery left no name. */
function buildSequence(b: Building, cst: CstNode): SequenceNode[] {
  const item = b.open(cst)
  const [name] = nodes(cst, 'featureName').flatMap((each) => buildName(b, each))
  const count = token(cst, 'Number')
  if (name === undefined) return []
  const none: NumberLiteral = { kind: 'number', value: 1, raw: '1', integer: true, span: name.span }
  const max = count === undefined ? none : buildNumber(b, count)
  const fields = nodes(cst, 'feature').map((field) => buildFeature(b, field))
  const trailing = b.comments.rest(b.span(cst).end)
  return [{ kind: 'sequence', name, max, fields, trailing, ...item.close() }]
}

/** A feature for each name before the `:`. */
function buildFeature(b: Building, cst: CstNode): FeatureNode {
  const item = b.open(cst)
  const names = nodes(cst, 'featureName').flatMap((name) => buildName(b, name))
  const type = buildDeclaredType(b, node(cst, 'featureType'))
  const clauses = readClauses(b, nodes(cst, 'featureClause'))
  return { kind: 'feature', names, type, ...clauses, ...item.close() }
}

/** Nothing where recovery left no name. */
function buildName(b: Building, cst: CstNode): FeatureName[] {
  const name = token(cst, 'Label')
  if (name === undefined) return []
  if (reserved.has(name.tokenType)) b.report('CTR1021', b.tokenSpan(name), { word: name.image, thing: 'a feature' })
  const column = token(cst, 'String')
  return [{ ...b.identifier(name), column: column && buildString(b, column) }]
}

type Clauses = Pick<FeatureNode, 'table' | 'missing' | 'default' | 'servedAs'>

/** `in t`, `missing x`, `default x`, `served as x`, in any order, each once. */
function readClauses(b: Building, clauses: readonly CstNode[]): Clauses {
  const clauseOf = (word: string): CstNode | undefined => {
    const [first, second] = clauses.filter((clause) => has(clause, word))
    const repeated: IToken | undefined = second && token(second, word)
    if (repeated !== undefined) b.report('CTR1015', b.tokenSpan(repeated), { clause: repeated.image })
    return first
  }
  const literalOf = (word: string) => {
    const clause = clauseOf(word)
    return clause && buildLiteral(b, node(clause, 'literal'))
  }
  const inTable = clauseOf('In')
  const table = inTable && token(inTable, 'Name')
  const inPlace = inTable && node(inTable, 'configMap')
  return {
    table: table ? b.identifier(table) : inTable && inPlace && buildConfigMap(b, inPlace, inTable),
    missing: literalOf('Missing'),
    default: literalOf('Default'),
    servedAs: literalOf('Served'),
  }
}
