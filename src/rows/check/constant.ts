import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { quoteName } from '../../features/sql/quote.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
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
    const [rows, there, isOne, value] = cells.slice(4 * i, 4 * i + 4)
    const isConstant = Number(rows) > 1 && (Number(there) === 0 || (isOne === true && Number(there) === Number(rows)))
    if (!isConstant) return []
    const shown = Number(there) === 0 ? undefined : String(value)
    return [diagnostic('CTR4047', origins.get(feature), { feature: feature.name, rows: Number(rows), value: shown })]
  })
}

/** Characters of a value that a message shows. */
const longest = 40

/** Rows, those with a value, whether the least value is the greatest, and that value as text. */
function aggregatesOf(
  plan: RowPlan,
  { name, reading }: RawColumnPlan['spec'],
  surfaces: SurfaceSet,
): readonly string[] {
  const value = reading.identity(quoteName(name))
  const on = `FILTER (WHERE ${caseIn(plan.surfaces, surfaces, caseColumn)})`
  return [
    `count(*) ${on}`,
    `count(${value}) ${on}`,
    `min(${value}) ${on} = max(${value}) ${on}`,
    `left(CAST(min(${value}) ${on} AS VARCHAR), ${longest})`,
  ]
}
