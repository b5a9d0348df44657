import type { Report } from '../../diagnostics/report.ts'
import type { FeatureDefinition, LiteralWord } from '../../features/definition.ts'
import { declaredKind, definitionOf, type FeatureKind } from '../../features/kinds.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import type { Feature, Surface } from '../program.ts'
import type { FeatureLiteral, FeatureNode, FeaturesDeclaration, NumberLiteral } from '../syntax/ast.ts'
import { numberIn } from './config.ts'
import type { Declarations } from './declarations.ts'
import { describeValue } from './describe.ts'
import { known } from './known.ts'
import { knownSurfaces } from './surfaces.ts'

/** Features that every row has without a declaration. */
const ofEveryRow: ReadonlySet<string> = new Set(['surface', 'view'])

/**
 * Errors: CTR1501 an unknown level, surface or table, CTR1515 `surface` or `view` declared, CTR1540 a word that this kind of feature
 * does not take, CTR1541 a literal of a wrong type.
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
    const definition = definitionOf(type)
    checkTable(report, feature, definition)
    if (feature.table !== undefined) known(report, 'table', feature.table, tables)
    return [
      [
        name.name,
        {
          name: name.name,
          type,
          level: block.level.name,
          surfaces: surfacesOf.get(block),
          missing: literalOf(report, feature, definition, 'missing', feature.missing),
          default: literalOf(report, feature, definition, 'default', feature.default),
          servedAs: literalOf(report, feature, definition, 'served as', feature.servedAs),
          span: name.span,
        },
      ],
    ]
  })
  return new Map(resolved)
}

function featureKind(report: Report, { type, table }: FeatureNode): FeatureKind {
  const stated = 'size' in type ? type.size : 'length' in type ? type.length : undefined
  return declaredKind(type.kind, {
    size: stated === undefined ? 1 : sizeOf(report, type.kind, stated),
    element: 'element' in type ? type.element : 'id',
    table: table?.name,
  })
}

const sizeOf = (report: Report, key: string, value: NumberLiteral): number =>
  numberIn(
    report,
    { key: `the length of a ${key}`, keySpan: value.span, value },
    { integer: true, atLeast: 1, atMost: 65_536 },
  ) ?? 1

function checkTable(report: Report, { name, table }: FeatureNode, { lookup, text }: FeatureDefinition): void {
  if (table === undefined || lookup !== undefined) return
  const reason = 'only ids, strings and lists of them are looked up'
  report('CTR1540', table.span, { feature: name.name, word: 'in', type: text, reason })
}

function literalOf(
  report: Report,
  { name }: FeatureNode,
  { literals, text: type }: FeatureDefinition,
  word: LiteralWord,
  literal: FeatureLiteral | undefined,
): number | string | undefined {
  if (literal === undefined) return undefined
  const rule = literals[word]
  if ('refused' in rule) {
    report('CTR1540', literal.span, { feature: name.name, word, type, reason: rule.refused })
    return undefined
  }
  const value = rule.read(literal)
  if (value === undefined)
    report('CTR1541', literal.span, {
      feature: name.name,
      word,
      type,
      found: describeValue(literal),
      expected: rule.expected(literal),
    })
  return value
}
