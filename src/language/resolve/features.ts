import type { Report } from '../../diagnostics/report.ts'
import { byKey } from '../../diagnostics/text-order.ts'
import { declaredKind, definitionOf, type FeatureKind } from '../../features/kinds.ts'
import type { LevelOrder } from '../../graph/levels.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import type { Feature, Surface } from '../program.ts'
import type { FeatureNode, FeaturesDeclaration, FeatureType, Identifier } from '../syntax/ast.ts'
import { numberIn } from './config.ts'
import type { Declarations } from './declarations.ts'
import { type DerivedDeclaration, type DerivedKind, resolveDerived } from './derived.ts'
import { type FeatureLiterals, ofEveryRow, readClauses, tableOf } from './feature-lines.ts'
import { known } from './known.ts'
import { resolveSequences } from './sequences.ts'
import { knownSurfaces } from './surfaces.ts'

export interface ResolvedFeatures {
  readonly features: ReadonlyMap<string, Feature>
  /** Names that derivations read and no feature has. */
  readonly unknown: readonly Identifier[]
}

/**
 * Errors: CTR1501 an unknown level, surface or table, CTR1515 `surface` or `view` declared, CTR1540 a word that this kind of feature
 * does not take, CTR1541 a literal of a wrong type.
 */
export function resolveFeatures(
  report: Report,
  declarations: Declarations,
  surfaces: ReadonlyMap<string, Surface>,
  levelOrder: LevelOrder,
): ResolvedFeatures {
  const { featureBlocks, features, levels, tables } = declarations
  const surfacesOf = new Map<FeaturesDeclaration, SurfaceSet | undefined>()
  for (const block of featureBlocks) {
    known(report, 'level', block.level, levels)
    const list = `the surfaces of these features of ${block.level.name}`
    surfacesOf.set(
      block,
      block.surfaces === undefined ? undefined : knownSurfaces(report, block.surfaces, surfaces, list),
    )
  }
  const lineOf = oncePerLine((line, name, kind) => {
    const size = 'callee' in line.type ? 1 : sizeIn(report, line.type)
    const type = 'callee' in line.type ? kind : featureKind(line.type, size, undefined)
    return { size, literals: readClauses(report, line, name, definitionOf(type), tables) }
  })
  const resolved = new Map<string, Feature>()
  const derived: DerivedDeclaration[] = []
  for (const { name, line, block } of features.values()) {
    if (ofEveryRow.has(name.name)) {
      report('CTR1515', name.span, { name: name.name })
      continue
    }
    const { level, otherwise } = block
    const place = { level: level.name, surfaces: surfacesOf.get(block), otherwise, span: name.span }
    const table = tableOf(line, name.name, tables)
    if ('callee' in line.type) {
      const clauses = (kind: DerivedKind): Feature => {
        const type = declaredKind(kind, { size: 1, element: 'id', table })
        return { name: name.name, type, column: undefined, ...lineOf(line, name.name, type).literals, ...place }
      }
      derived.push({ name, line, call: line.type, block, clauses })
      continue
    }
    const column = name.column === undefined || name.column.value === name.name ? undefined : name.column.value
    const { size, literals } = lineOf(line, name.name, featureKind(line.type, 1, undefined))
    const type = featureKind(line.type, size, table)
    resolved.set(name.name, { name: name.name, type, column, ...literals, ...place })
  }
  const sequences = resolveSequences(report, declarations, surfacesOf)
  for (const feature of sequences.features) resolved.set(feature.name, feature)
  const unknown = resolveDerived(report, [...derived, ...sequences.derived], resolved, levelOrder)
  return { features: new Map([...resolved].sort(byKey)), unknown }
}

interface Line {
  readonly size: number
  readonly literals: FeatureLiterals
}

/** What features of one line share is read, and what is wrong with it reported, for the first of them. */
function oncePerLine(resolve: (line: FeatureNode, name: string, kind: FeatureKind) => Line): typeof resolve {
  const lines = new Map<FeatureNode, Line>()
  return (line, name, kind) => {
    const known = lines.get(line)
    if (known !== undefined) return known
    const resolved = resolve(line, name, kind)
    lines.set(line, resolved)
    return resolved
  }
}

const featureKind = (type: FeatureType, size: number, table: string | undefined): FeatureKind =>
  declaredKind(type.kind, { size, element: 'element' in type ? type.element : 'id', table })

/** Of `[64]` and `list<id, 64>`; 1 where there is none. */
function sizeIn(report: Report, type: FeatureType): number {
  const value = 'size' in type ? type.size : 'length' in type ? type.length : undefined
  if (value === undefined) return 1
  const setting = { key: `the length of a ${type.kind}`, keySpan: value.span, value }
  return numberIn(report, setting, { integer: true, atLeast: 1, atMost: 65_536 }) ?? 1
}
