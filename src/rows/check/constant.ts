import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { definitionOf } from '../../features/kinds.ts'
import { sourceSql } from '../../features/reading.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import { type Feature, nameInData } from '../../model/feature.ts'
import type { RawColumnPlan } from '../columns.ts'
import { overRows } from '../failures.ts'
import { caseColumn, type RowPlan } from '../row-plan.ts'
import { caseIn } from '../surfaces.ts'

/** Features that have one value, or none, in all rows of the surfaces that have them (CTR4047). One row is no sign of it. */
export async function constantFeatures(plan: RowPlan, surfaces: SurfaceSet): Promise<readonly Diagnostic[]> {
  const { origin, origins, database } = plan.source
  const features = plan.columns.flatMap(({ spec, feature }) =>
    feature === undefined ? [] : [{ spec, feature, own: feature.surfaces?.intersect(surfaces) ?? surfaces }],
  )
  if (features.length === 0) return []
  const aggregates = features.flatMap(({ spec, own }) => aggregatesOf(plan, spec, own))
  const [cells = []] = await overRows(origin, () => database.rows(`SELECT ${aggregates.join(', ')} FROM ${plan.rows}`))
  const constant = features.flatMap(({ feature }, i) => {
    const [rows, isOne, value] = cells.slice(3 * i, 3 * i + 3)
    if (Number(rows) < 2 || isOne !== true) return []
    return [{ feature, rows: Number(rows), value: value === null ? undefined : String(value) }]
  })
  // A record's value is its length: where that is one, its fields may still have any values, unless it has no steps.
  const isRecord = ({ type }: Feature): boolean => definitionOf(type).fields !== undefined
  const isWithoutSteps = (each: (typeof constant)[number]): boolean => isRecord(each.feature) && Number(each.value) <= 0
  const empty = new Set(constant.filter(isWithoutSteps).map(({ feature }) => feature.name))
  return constant.flatMap(({ feature, rows, value }) => {
    const { record } = feature
    if (isRecord(feature) ? !empty.has(feature.name) : record !== undefined && empty.has(record.name)) return []
    const shown = !isRecord(feature) ? value : value === '0' ? '[]' : undefined
    return [diagnostic('CTR4047', origins.get(feature), { feature: nameInData(feature), rows, value: shown })]
  })
}

/** Characters of a value that a message shows. */
const longest = 40

/**
 * Rows, whether all have one value or none, and that value as text. By hashes, of which a missing value has one too: least and greatest of
 * lists or words take several times as long.
 */
function aggregatesOf(plan: RowPlan, spec: RawColumnPlan['spec'], surfaces: SurfaceSet): readonly string[] {
  const value = spec.reading.identity(sourceSql(spec))
  const on = `FILTER (WHERE ${caseIn(plan.surfaces, surfaces, caseColumn)})`
  return [
    `count(*) ${on}`,
    `min(hash(${value})) ${on} = max(hash(${value})) ${on}`,
    `left(CAST(any_value(${value}) ${on} AS VARCHAR), ${longest})`,
  ]
}
