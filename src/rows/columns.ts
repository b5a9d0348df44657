import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts'
import { nearest } from '../diagnostics/nearest.ts'
import { diagnostic } from '../diagnostics/report.ts'
import { byName } from '../diagnostics/text-order.ts'
import type { SurfaceSet } from '../graph/surfaces.ts'
import type { Feature, Program } from '../language/program.ts'
import { type RawSpec, rawSpecOf, rawSpecOfKey, typeMismatch } from './raw-spec.ts'
import type { Source } from './source.ts'
import type { ColumnType } from './sql/column-type.ts'

/** A column that is read as it is served: a feature, or a level's key that is none. */
export interface RawColumnPlan {
  readonly spec: RawSpec
  readonly type: ColumnType
  readonly feature: Feature | undefined
}

/** A column's declaration: what a complaint about it shows. */
interface Declared {
  readonly spec: RawSpec
  readonly feature: Feature | undefined
  readonly reader: string
  readonly span: Span | undefined
}

/** Features that exist on one of these surfaces. `surface` and `view` are made from the surface column. */
export const featuresOn = (program: Program, surfaces: SurfaceSet): readonly Feature[] =>
  [...program.features.values()].filter(({ surfaces: on }) => on === undefined || !on.intersect(surfaces).isEmpty)

/** Where each column to be read lies in the query, and what is wrong with those that do not fit. */
export function rawColumns(
  program: Program,
  features: readonly Feature[],
  { origin: { what }, columns }: Source,
): { readonly plans: readonly RawColumnPlan[]; readonly problems: readonly Diagnostic[] } {
  const plans: RawColumnPlan[] = []
  const problems: Diagnostic[] = []
  for (const { spec, feature, reader, span } of declaredColumns(program, features)) {
    const type = columns.get(spec.name)
    if (type === undefined) {
      const near = nearestColumn(spec.name, columns)
      problems.push(diagnostic('CTR4010', span, { column: spec.name, reader, what, near }))
      continue
    }
    const mismatch = typeMismatch(spec, type, feature?.type.kind === 'vector')
    if (mismatch === undefined) plans.push({ spec, type, feature })
    else problems.push(diagnostic('CTR4011', span, { column: spec.name, reader, found: type.sql, ...mismatch }))
  }
  return { plans, problems }
}

export const nearestColumn = (name: string, columns: ReadonlyMap<string, ColumnType>): string | undefined =>
  nearest(name, columns.keys())

/** Features and every level's keys, each column once, sorted by name. */
function declaredColumns(program: Program, features: readonly Feature[]): readonly Declared[] {
  const declared = new Map<string, Declared>()
  for (const feature of features)
    declared.set(feature.name, {
      spec: rawSpecOf(feature),
      feature,
      reader: `feature '${feature.name}'`,
      span: feature.span,
    })
  for (const { name: level, by } of program.levels.declarations) {
    for (const key of by) {
      if (declared.has(key)) continue
      const reader = `level '${level}'`
      const span = program.levelSpans.get(level)
      const feature = program.features.get(key)
      const keyType = program.levelKeys.get(key) ?? { name: key, type: 'id', isFeature: false }
      const spec = feature === undefined ? rawSpecOfKey(keyType) : rawSpecOf(feature)
      declared.set(key, { spec, feature, reader, span })
    }
  }
  return [...declared.values()].sort((a, b) => byName(a.spec, b.spec))
}
