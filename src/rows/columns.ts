import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts'
import { diagnostic } from '../diagnostics/report.ts'
import { byName } from '../diagnostics/text-order.ts'
import { definitionOf, scalarDefinition } from '../features/kinds.ts'
import type { RawSpec } from '../features/reading.ts'
import type { ColumnType } from '../features/sql/column-type.ts'
import type { SurfaceSet } from '../graph/surfaces.ts'
import { columnOf, type Feature } from '../model/feature.ts'
import type { LevelKey } from '../model/level-key.ts'
import type { DataSpec } from '../model/model-spec.ts'
import type { Origins } from '../model/origins.ts'
import { absentColumn } from './absent-column.ts'
import type { Source } from './source.ts'

/** A column that is read as it is served: a feature, or a level's key that is none. */
export interface RawColumnPlan {
  readonly spec: RawSpec
  readonly type: ColumnType
  readonly feature: Feature | undefined
  /** Derivations read it, and nothing else does: it may be missing, and as large as it is. */
  readonly isOperand: boolean
}

/** A column whose type does not fit its reader. */
export interface Mismatch {
  readonly spec: RawSpec
  readonly type: ColumnType
  readonly reader: string
  readonly span: Span | undefined
}

/** A column's declaration: what a diagnostic about it shows. */
interface Declared {
  readonly spec: RawSpec
  readonly feature: Feature | undefined
  readonly reader: string
  readonly span: Span | undefined
}

/** Features that exist on one of these surfaces. `surface` and `view` are made from the surface column. */
export const featuresOn = (spec: DataSpec, surfaces: SurfaceSet): readonly Feature[] =>
  [...spec.features.values()].filter(({ surfaces: on }) => on === undefined || !on.intersect(surfaces).isEmpty)

/** Where each column to be read lies in the query, and what is wrong with those that do not fit. */
export function rawColumns(
  spec: DataSpec,
  features: readonly Feature[],
  { origin: { what }, origins, columns }: Source,
  operands: ReadonlySet<string>,
): {
  readonly plans: readonly RawColumnPlan[]
  readonly problems: readonly Diagnostic[]
  readonly mismatches: readonly Mismatch[]
} {
  const plans: RawColumnPlan[] = []
  const problems: Diagnostic[] = []
  const mismatches: Mismatch[] = []
  for (const { spec: raw, feature, reader, span } of declaredColumns(spec, features, origins)) {
    const type = columns.get(raw.column)
    if (type === undefined) {
      problems.push(
        diagnostic('CTR4010', span, { column: raw.column, reader, what, ...absentColumn(raw.column, columns) }),
      )
      continue
    }
    if (raw.reading.fits(type)) plans.push({ spec: raw, type, feature, isOperand: operands.has(raw.name) })
    else mismatches.push({ spec: raw, type, reader, span })
  }
  return { plans, problems, mismatches }
}

/** Features that are no derived ones and every level's keys, each column once, sorted by name. */
function declaredColumns(
  { levels, levelKeys, features: declaredFeatures }: DataSpec,
  features: readonly Feature[],
  origins: Origins,
): readonly Declared[] {
  const declared = new Map<string, Declared>()
  for (const feature of features.filter(({ derivation }) => derivation === undefined))
    declared.set(feature.name, {
      spec: featureSpec(feature),
      feature,
      reader: `feature '${feature.name}'`,
      span: origins.get(feature),
    })
  for (const level of levels.declarations) {
    for (const key of level.by) {
      if (declared.has(key)) continue
      const reader = `level '${level.name}'`
      const span = origins.get(level)
      const feature = declaredFeatures.get(key)
      const spec = feature === undefined ? keySpec(key, levelKeys.get(key)) : featureSpec(feature)
      declared.set(key, { spec, feature, reader, span })
    }
  }
  return [...declared.values()].sort((a, b) => byName(a.spec, b.spec))
}

const featureSpec = (feature: Feature): RawSpec => ({
  name: feature.name,
  column: columnOf(feature),
  reading: definitionOf(feature.type).column(feature.missing),
})

const keySpec = (name: string, key: LevelKey | undefined): RawSpec => ({
  name,
  column: name,
  reading: scalarDefinition(key?.type ?? 'id').column(undefined),
})
