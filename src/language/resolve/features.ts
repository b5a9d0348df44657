import type { SurfaceSet } from '../../graph/surfaces.ts'
import type { FeatureKind } from '../../model/feature.ts'
import type { Feature, Surface } from '../program.ts'
import type { FeatureNode, FeaturesDeclaration, NumberLiteral, StringLiteral } from '../syntax/ast.ts'
import { numberIn } from './config.ts'
import type { Declarations } from './declarations.ts'
import { describeValue } from './describe.ts'
import { known } from './known.ts'
import type { Report } from './report.ts'
import { knownSurfaces } from './surfaces.ts'

/** Features that every row has without a declaration. */
const ofEveryRow: ReadonlySet<string> = new Set(['surface', 'view'])

/**
 * Errors: CTR1501 an unknown level, surface or table, CTR1515 `surface` or `view` declared, CTR1540 a word that this kind of feature
 * has no place for, CTR1541 a literal of a wrong type.
 */
export function resolveFeatures(
  report: Report,
  { featureBlocks, features, levels, tables }: Declarations,
  surfaces: ReadonlyMap<string, Surface>,
): ReadonlyMap<string, Feature> {
  const surfacesOf = new Map<FeaturesDeclaration, SurfaceSet | undefined>()
  for (const block of featureBlocks) {
    known(report, 'level', block.level, levels)
    const list = `the surfaces of these features of ${block.level.name}`
    surfacesOf.set(
      block,
      block.surfaces === undefined ? undefined : knownSurfaces(report, block.surfaces, surfaces, list),
    )
  }
  const resolved = [...features.values()].flatMap(({ feature, block }): readonly (readonly [string, Feature])[] => {
    const { name } = feature
    if (ofEveryRow.has(name.name)) {
      report('CTR1515', name.span, { name: name.name })
      return []
    }
    const type = featureKind(report, feature)
    if (feature.table !== undefined) known(report, 'table', feature.table, tables)
    return [
      [
        name.name,
        {
          name: name.name,
          type: inTable(report, feature, type),
          level: block.level.name,
          surfaces: surfacesOf.get(block),
          missing: literalOf(report, feature, type, 'missing', feature.missing),
          default: literalOf(report, feature, type, 'default', feature.default),
          servedAs: literalOf(report, feature, type, 'served as', feature.servedAs),
          span: name.span,
        },
      ],
    ]
  })
  return new Map(resolved)
}

function featureKind(report: Report, { type, table }: FeatureNode): FeatureKind {
  switch (type.kind) {
    case 'id':
    case 'string':
      return { kind: type.kind, table: table?.name }
    case 'int':
    case 'float':
      return { kind: type.kind }
    case 'vector':
      return { kind: 'vector', size: size(report, 'vector', type.size) }
    case 'list':
      return { kind: 'list', element: type.element, length: size(report, 'list', type.length), table: table?.name }
  }
}

const size = (report: Report, key: string, value: NumberLiteral): number =>
  numberIn(
    report,
    { key: `the length of a ${key}`, keySpan: value.span, value },
    { integer: true, atLeast: 1, atMost: 65_536 },
  ) ?? 1

function inTable(report: Report, { name, table }: FeatureNode, type: FeatureKind): FeatureKind {
  if (table !== undefined && !('table' in type)) {
    const reason = 'only ids, strings and lists of them are looked up'
    report('CTR1540', table.span, { feature: name.name, word: 'in', type: showKind(type), reason })
  }
  return type
}

type LiteralWord = 'missing' | 'default' | 'served as'

/** `default` is for numbers: an id or string without a value reads its table's own missing row. */
function literalOf(
  report: Report,
  { name }: FeatureNode,
  type: FeatureKind,
  word: LiteralWord,
  literal: NumberLiteral | StringLiteral | undefined,
): number | string | undefined {
  if (literal === undefined) return undefined
  const refusal = refused(type, word)
  if (refusal !== undefined) {
    report('CTR1540', literal.span, { feature: name.name, word, type: showKind(type), reason: refusal })
    return undefined
  }
  const wants =
    type.kind === 'string' ? 'a string' : type.kind === 'id' || type.kind === 'int' ? 'a whole number' : 'a number'
  const fits =
    wants === 'a string'
      ? literal.kind === 'string'
      : literal.kind === 'number' && (wants === 'a number' || literal.integer)
  if (fits) return literal.value
  report('CTR1541', literal.span, {
    feature: name.name,
    word,
    type: showKind(type),
    found: describeValue(literal),
    expected: wants,
  })
  return undefined
}

function refused(type: FeatureKind, word: LiteralWord): string | undefined {
  if (type.kind === 'list') return 'a missing list is empty'
  if (type.kind === 'vector' && word === 'missing') return 'a vector is missing as a whole, as null'
  if ((type.kind === 'id' || type.kind === 'string') && word === 'default')
    return "without a value it reads its table's own trained missing row"
  return undefined
}

export function showKind(type: FeatureKind): string {
  switch (type.kind) {
    case 'vector':
      return `[${type.size}]`
    case 'list':
      return `list<${type.element}, ${type.length}>`
    default:
      return type.kind
  }
}
