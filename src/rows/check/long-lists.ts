import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { quoteName } from '../../features/sql/quote.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import { nameInData } from '../../model/feature.ts'
import { overRows } from '../failures.ts'
import { caseColumn, type RowPlan } from '../row-plan.ts'
import { caseIn } from '../surfaces.ts'
import { declaredAs, firstOfEach } from './declared-as.ts'

/** Lists that have more elements than the positions that the feature keeps (CTR2105), in rows of the surfaces that have it. */
export async function longLists(plan: RowPlan, surfaces: SurfaceSet): Promise<readonly Diagnostic[]> {
  const { origin, origins, database } = plan.source
  const all = plan.columns.flatMap(({ spec, feature }) => {
    const { storage } = spec.reading
    if (feature === undefined || storage.kind !== 'list') return []
    const own = feature.surfaces?.intersect(surfaces) ?? surfaces
    return [{ column: spec.column, feature: declaredAs(plan, feature), length: storage.length, own }]
  })
  const lists = firstOfEach(all, ({ feature }) => feature.name)
  if (lists.length === 0) return []
  const aggregates = lists.flatMap(({ column, length, own }) => {
    const on = caseIn(plan.surfaces, own, caseColumn)
    const elements = `len(${quoteName(column)})`
    return [
      `count(*) FILTER (WHERE ${on})`,
      `count(*) FILTER (WHERE ${on} AND ${elements} > ${length})`,
      `max(${elements}) FILTER (WHERE ${on})`,
    ]
  })
  const [cells = []] = await overRows(origin, () => database.rows(`SELECT ${aggregates.join(', ')} FROM ${plan.rows}`))
  return lists.flatMap(({ feature, length }, i) => {
    const [of, rows, longest] = cells.slice(3 * i, 3 * i + 3).map(Number)
    if (of === undefined || rows === undefined || longest === undefined || rows === 0) return []
    return [diagnostic('CTR2105', origins.get(feature), { feature: nameInData(feature), length, rows, of, longest })]
  })
}
