import type { Span } from '../../diagnostics/diagnostic.ts'
import type {
  FeatureLiteral,
  FeatureName,
  FeatureNode,
  FeaturesDeclaration,
  FeatureType,
  SequenceNode,
} from '../syntax/ast.ts'
import { columnsOf } from './columns.ts'
import { configMap } from './config.ts'
import { commaOrLine, type Document, either, goingOn, group, indent, joined, line, newLine } from './document.ts'
import { expression } from './expressions.ts'
import type { Layout } from './layout.ts'
import { names } from './names.ts'
import { sequence } from './sequence.ts'
import type { SourceText } from './source-text.ts'

/** `features of user on search { ... }`, on one line where it is written so and fits. */
export function features(layout: Layout, node: FeaturesDeclaration): Document {
  const { source } = layout
  const on =
    node.surfaces === undefined
      ? ''
      : [' on ', names(node.surfaces), node.otherwise === undefined ? '' : ` else ${node.otherwise}`]
  const head: Document = [
    `features ${node.group === undefined ? '' : `${node.group.name} `}of ${node.level.name}`,
    on,
    ' ',
  ]
  const end = node.span.end - 1
  const start = source.startOf(source.partnerOf(source.at(end)))
  const lines = [...node.features, ...node.sequences].toSorted((a, b) => a.span.start - b.span.start)
  if (lines.length === 0 && !source.hasComment(start, end)) return [head, '{ }']
  const columns = columnsIn(layout, lines)
  const print = (each: FeatureNode | SequenceNode) =>
    each.kind === 'feature' ? feature(layout, each, columns.get(each)) : record(layout, each)
  if (node.sequences.length > 0 || !source.isOneLine({ ...node.span, start }))
    return group([head, '{', indent(sequence(layout, lines, end, print)), newLine, '}'], true)
  return group([head, '{', indent([line, joined(lines.map(print), commaOrLine)]), line, '}'])
}

const columnsIn = (layout: Layout, lines: readonly (FeatureNode | SequenceNode)[]) =>
  columnsOf(layout.source, lines, (each) =>
    each.kind === 'feature' ? { kind: 'feature', width: widthOf(layout, each) } : undefined,
  )

/** `sequence recent max 200 { ... }`, on one line where it is written so and fits. */
function record(layout: Layout, { name, max, fields, span }: SequenceNode): Document {
  const { source } = layout
  const head = `sequence ${nameOf(layout, name)} max ${max.raw} `
  const end = span.end - 1
  const start = source.startOf(source.partnerOf(source.at(end)))
  if (fields.length === 0 && !source.hasComment(start, end)) return [head, '{ }']
  const columns = columnsIn(layout, fields)
  const print = (each: FeatureNode) => feature(layout, each, columns.get(each))
  if (!source.isOneLine({ ...span, start }))
    return group([head, '{', indent(sequence(layout, fields, end, print)), newLine, '}'], true)
  return group([head, '{', indent([line, joined(fields.map(print), commaOrLine)]), line, '}'])
}

/** `pin`, `"101" as pin` */
const nameOf = ({ source }: Layout, { name, column }: FeatureName): string =>
  column === undefined ? name : `${source.written(column.span)} as ${name}`

const widthOf = (layout: Layout, node: FeatureNode): number =>
  node.names.map((each) => nameOf(layout, each)).join(', ').length

/** `impressions_30d : float missing -1 default 0`: the clauses in their own order. */
function feature(layout: Layout, node: FeatureNode, column = 0): Document {
  const filling = ' '.repeat(Math.max(0, column - widthOf(layout, node)))
  const written = node.names.map((each) => nameOf(layout, each))
  const [last = ''] = written.slice(-1)
  const items = [...written.slice(0, -1).map((name) => `${name},`), last]
  const separators = written.slice(1).map(() => line)
  return [
    goingOn(items, separators),
    either('', filling),
    ' : ',
    node.type.kind === 'call' ? expression(layout, node.type) : featureType(node.type),
    ...clausesOf(layout, node),
  ]
}

interface Clause {
  readonly span: Span
  readonly words: string
  readonly print: () => Document
}

function clausesOf(layout: Layout, node: FeatureNode): readonly Document[] {
  const literal = (words: string, value: FeatureLiteral | undefined): Clause[] =>
    value === undefined ? [] : [{ span: value.span, words, print: () => featureLiteral(layout.source, value) }]
  const clauses: readonly Clause[] = [
    ...inTable(layout, node.table),
    ...literal('missing', node.missing),
    ...literal('default', node.default),
    ...literal('served as', node.servedAs),
  ]
  const ordered = clauses.toSorted((a, b) => a.span.start - b.span.start)
  return ordered.map(({ words, print }) => [` ${words} `, print()])
}

function inTable(layout: Layout, table: FeatureNode['table']): readonly Clause[] {
  if (table === undefined) return []
  const print = () => ('entries' in table ? configMap(layout, table) : table.name)
  return [{ span: table.span, words: 'in', print }]
}

function featureLiteral(source: SourceText, literal: FeatureLiteral): string {
  switch (literal.kind) {
    case 'number':
      return literal.raw
    case 'string':
      return source.written(literal.span)
    case 'boolean':
      return String(literal.value)
  }
}

export function featureType(type: FeatureType): string {
  if ('size' in type) return `[${type.size.raw}]`
  if ('element' in type) return `list<${type.element}, ${type.length.raw}>`
  return type.kind
}
