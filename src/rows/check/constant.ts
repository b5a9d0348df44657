import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { sourceSql } from '../../features/reading.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import { nameInData } from '../../model/feature.ts'
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
  return features.flatMap(({ feature }, i) => {
    const [rows, isOne, value] = cells.slice(3 * i, 3 * i + 3)
    if (Number(rows) < 2 || isOne !== true) return []
    const shown = value === null ? undefined : String(value)
    return [
      diagnostic('CTR4047', origins.get(feature), { feature: nameInData(feature), rows: Number(rows), value: shown }),
    ]
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
