import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts'
import { diagnostic } from '../diagnostics/report.ts'
import { byName } from '../diagnostics/text-order.ts'
import { definitionOf, scalarDefinition } from '../features/kinds.ts'
import { type RawSpec, readingOfType } from '../features/reading.ts'
import type { ColumnType } from '../features/sql/column-type.ts'
import type { SurfaceSet } from '../graph/surfaces.ts'
import { columnOf, type Feature, fieldName } from '../model/feature.ts'
import type { LevelKey } from '../model/level-key.ts'
import type { DataSpec } from '../model/model-spec.ts'
import type { Origins } from '../model/origins.ts'
import { absentColumn } from './absent-column.ts'
import { type DeclaredRecord, recordColumns } from './record-columns.ts'
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
  /** The field of the column's structs that is read; undefined: the column itself, in whose place SQL over it can be put. */
  readonly field: string | undefined
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

/** A record whose fields are lists of their own: of each row they have as many elements. */
export interface ParallelRecord {
  readonly record: Feature
  /** Their columns, by name. */
  readonly lists: readonly string[]
}

export interface RawColumnsFound {
  readonly plans: readonly RawColumnPlan[]
  readonly records: readonly ParallelRecord[]
  readonly problems: readonly Diagnostic[]
  readonly mismatches: readonly Mismatch[]
}

/** Where each column to be read lies in the query, and what is wrong with those that do not fit. */
export function rawColumns(
  spec: DataSpec,
  features: readonly Feature[],
  source: Source,
  operands: ReadonlySet<string>,
): RawColumnsFound {
  const { origin, origins, columns } = source
  const { what } = origin
  const plans: RawColumnPlan[] = []
  const problems: Diagnostic[] = []
  const mismatches: Mismatch[] = []
  const records: ParallelRecord[] = []
  for (const { spec: raw, feature, reader, span } of declaredColumns(spec, features, origins)) {
    const type = columns.get(raw.column)
    if (type === undefined) {
      problems.push(
        diagnostic('CTR4010', span, { column: raw.column, reader, what, ...absentColumn(raw.column, columns) }),
      )
      continue
    }
    if (raw.reading.fits(type)) plans.push(planned(raw, type, feature, operands.has(raw.name)))
    else mismatches.push({ spec: raw, type, reader, span, field: undefined })
  }
  for (const record of features.filter(isRecord)) {
    const own = features.filter((feature) => feature.record?.name === record.name && feature.derivation === undefined)
    const needed = new Set(own.flatMap((feature) => feature.record?.field ?? []))
    const found = recordColumns(declaredRecord(record, spec.features), columns, needed, {
      span: origins.get(record),
      what,
    })
    if ('problems' in found) {
      problems.push(...found.problems)
      continue
    }
    if (found.lists.length > 1) records.push({ record, lists: found.lists })
    const read = own.map((feature) => ({ feature, column: found.fields.get(feature.record?.field ?? '') }))
    for (const { feature, column } of [{ feature: record, column: found.length }, ...read]) {
      if (column === undefined) continue
      const raw = { ...featureSpec(feature), column: column.column, source: column.source }
      const { name, type } = { name: feature.name, type: column.type }
      if (raw.reading.fits(type)) plans.push(planned(raw, type, feature, operands.has(name)))
      else {
        const reader = `feature '${name}'`
        const field = found.lists.length > 0 ? undefined : (feature.column ?? feature.record?.field)
        mismatches.push({ spec: raw, type, reader, span: origins.get(feature), field })
      }
    }
  }
  return { plans: plans.sort((a, b) => byName(a.spec, b.spec)), records, problems, mismatches }
}

const planned = (raw: RawSpec, type: ColumnType, feature: Feature | undefined, isOperand: boolean): RawColumnPlan => ({
  spec: { ...raw, reading: readingOfType(raw.reading, type) },
  ...{ type, feature, isOperand },
})

const isRecord = ({ type }: Feature): boolean => definitionOf(type).fields !== undefined

/** A record with all fields that it declares, derived ones apart, read or not: they determine together which rows have none. */
export function declaredRecord(record: Feature, features: ReadonlyMap<string, Feature>): DeclaredRecord {
  const { fields: all = [] } = definitionOf(record.type)
  const fields = all.filter((name) => features.get(fieldName(record.name, name))?.derivation === undefined)
  return {
    name: record.name,
    column: columnOf(record),
    fields: fields.map((name) => ({ name, column: features.get(fieldName(record.name, name))?.column })),
  }
}

/** Features that are no derived ones and no records, and every level's keys, each column once, sorted by name. */
function declaredColumns(
  { levels, levelKeys, features: declaredFeatures }: DataSpec,
  features: readonly Feature[],
  origins: Origins,
): readonly Declared[] {
  const declared = new Map<string, Declared>()
  for (const feature of features.filter((each) => each.derivation === undefined && !isRecord(each) && !each.record))
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
