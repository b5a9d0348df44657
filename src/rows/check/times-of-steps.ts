import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { definitionOf, scalarDefinition } from '../../features/kinds.ts'
import { readingOfType, sourceSql } from '../../features/reading.ts'
import { quoteName } from '../../features/sql/quote.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import type { RawColumnPlan } from '../columns.ts'
import { overRows } from '../failures.ts'
import { caseColumn, type RowPlan } from '../row-plan.ts'
import { caseIn } from '../surfaces.ts'

/**
 * Times of a record's steps that contradict the log: at or after the impression, whose time the dataset's `time` is (CTR4077), which tells the model what
 * happened then; or not in order, so that the steps that are kept are not the newest (CTR4078).
 */
export async function timesOfSteps(plan: RowPlan, surfaces: SurfaceSet): Promise<readonly Diagnostic[]> {
  const { origin, origins, database } = plan.source
  const fields = plan.columns.filter(({ feature }) => feature && definitionOf(feature.type).step?.operand === 'time')
  if (fields.length === 0) return []
  const shown = impressionTime(plan)
  const aggregates = fields.flatMap(({ spec, feature }) => {
    const times = `list_filter(${spec.reading.sql(sourceSql(spec))}, element -> element IS NOT NULL)`
    const own = caseIn(plan.surfaces, feature?.surfaces?.intersect(surfaces) ?? surfaces, caseColumn)
    const late = shown === undefined ? 'FALSE' : `list_max(${times}) >= ${shown}`
    return [
      `count(*) FILTER (WHERE ${own} AND ${late})`,
      `max(list_max(${times}) - ${shown ?? 'NULL'}) FILTER (WHERE ${own} AND ${late})`,
      `count(*) FILTER (WHERE ${own} AND list_sort(${times}) <> ${times})`,
    ]
  })
  const [cells = []] = await overRows(origin, () => database.rows(`SELECT ${aggregates.join(', ')} FROM ${plan.rows}`))
  return fields.flatMap(({ feature }, i) => {
    const [late, by, unordered] = cells.slice(3 * i, 3 * i + 3).map((cell) => Number(cell ?? 0))
    const span = feature && origins.get(feature)
    const name = feature?.name ?? ''
    return [
      ...(late! > 0
        ? [
            diagnostic('CTR4077', span, {
              field: name,
              time: plan.dataset.time ?? '',
              rows: late!,
              seconds: by! / 1000,
            }),
          ]
        : []),
      ...(unordered! > 0 ? [diagnostic('CTR4078', span, { field: name, rows: unordered! })] : []),
    ]
  })
}

/** In milliseconds, as a feature of that column is read, sentinel and all. Undefined: the dataset names none, or it is none. */
function impressionTime({ dataset: { time }, source, columns }: RowPlan): string | undefined {
  if (time === undefined) return undefined
  const isOperand = ({ feature, spec }: RawColumnPlan): boolean =>
    spec.column === time && feature !== undefined && definitionOf(feature.type).operand === 'time'
  const read = columns.find(isOperand)
  if (read !== undefined) return read.spec.reading.sql(sourceSql(read.spec))
  const type = source.columns.get(time)
  const reading = scalarDefinition('time').column(undefined)
  return type !== undefined && reading.fits(type) ? readingOfType(reading, type).sql(quoteName(time)) : undefined
}
