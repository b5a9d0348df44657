import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { definitionOf } from '../../features/kinds.ts'
import { sourceSql } from '../../features/reading.ts'
import { SurfaceSet } from '../../graph/surfaces.ts'
import { type Feature, nameInData } from '../../model/feature.ts'
import { overRows } from '../failures.ts'
import { caseColumn, type RowPlan } from '../row-plan.ts'
import { caseIn } from '../surfaces.ts'
import { declaredAs, firstOfEach } from './declared-as.ts'

/** Of a hundred rows of a surface: fewer may be what the query's joins leave by accident. */
const mostlyThere = 90

/**
 * Features that models read as a constant on surfaces where the data have them (CTR2106): nearly all rows there have a value, and not all the same.
 * `widened`: those that some model reads where they are not declared.
 */
export async function declaredOnFewer(
  plan: RowPlan,
  widened: ReadonlySet<string>,
  surfaces: SurfaceSet,
): Promise<readonly Diagnostic[]> {
  const { origin, origins, database } = plan.source
  const asked = plan.columns.flatMap(({ spec, feature }) => {
    const declared = feature?.surfaces
    if (feature === undefined || declared === undefined || !widened.has(feature.name)) return []
    return surfaces.without(declared).names.map((surface) => ({ spec, feature, declared, surface }))
  })
  if (asked.length === 0) return []
  const aggregates = asked.flatMap(({ spec, feature, surface }) => {
    const value = spec.reading.identity(sourceSql(spec))
    const on = caseIn(plan.surfaces, SurfaceSet.of([surface]), caseColumn)
    const isThere = isThereSql(feature, value)
    const where = `FILTER (WHERE ${on} AND ${isThere})`
    return [
      `count(*) FILTER (WHERE ${on})`,
      `count(*) ${where}`,
      `min(hash(${value})) ${where} < max(hash(${value})) ${where}`,
    ]
  })
  const [cells = []] = await overRows(origin, () => database.rows(`SELECT ${aggregates.join(', ')} FROM ${plan.rows}`))
  const found = asked.flatMap(({ feature, declared, surface }, i) => {
    const [of, rows, differ] = cells.slice(3 * i, 3 * i + 3)
    if (differ !== true || 100 * Number(rows) < mostlyThere * Number(of)) return []
    const at = { declared: declared.names, surface, rows: Number(rows), of: Number(of) }
    return [{ feature: declaredAs(plan, feature), at }]
  })
  return firstOfEach(found, ({ feature, at }) => `${at.surface} ${feature.name}`).map(({ feature, at }) =>
    diagnostic('CTR2106', origins.get(feature), { feature: nameInData(feature), ...at }),
  )
}

/** Whether a row has any of it; of a record the value is its length. */
function isThereSql({ type }: Feature, value: string): string {
  const definition = definitionOf(type)
  if (definition.fields !== undefined) return `${value} > 0`
  return definition.graph.steps === undefined ? `${value} IS NOT NULL` : `len(${value}) > 0`
}
