import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { inQuery } from '../../diagnostics/wording.ts'
import { quoteName } from '../../features/sql/quote.ts'
import type { Domain } from '../../graph/domains.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import type { RawColumnPlan } from '../columns.ts'
import { overRows } from '../failures.ts'
import { caseColumn, type RowPlan } from '../row-plan.ts'
import { caseIn } from '../surfaces.ts'

export interface DomainRule {
  readonly shown: (feature: string) => string
  readonly needs: string
  /** Whether the function of a number is not finite. */
  readonly isOutside: (value: number) => boolean
  /** The same as SQL over the number. */
  readonly outside: (value: string) => string
  /** SQL over the column that no value of is outside. `least`: a small number above 0, of the column's kind. */
  readonly within: (column: string, least: string) => string
}

export const domainRules: Readonly<Record<Domain['kind'], DomainRule>> = {
  log: {
    shown: (feature) => `log(${feature})`,
    needs: 'numbers above 0',
    isOutside: (value) => value <= 0,
    outside: (value) => `${value} <= 0`,
    within: (column, least) => `greatest(${column}, ${least})`,
  },
  log1p: {
    shown: (feature) => `log1p(${feature})`,
    needs: 'numbers above -1',
    isOutside: (value) => value <= -1,
    outside: (value) => `${value} <= -1`,
    within: (column) => `greatest(${column}, 0)`,
  },
  sqrt: {
    shown: (feature) => `sqrt(${feature})`,
    needs: 'numbers of 0 or more',
    isOutside: (value) => value < 0,
    outside: (value) => `${value} < 0`,
    within: (column) => `greatest(${column}, 0)`,
  },
  root: {
    shown: (feature) => `pow(${feature}, n), n no whole number`,
    needs: 'numbers of 0 or more',
    isOutside: (value) => value < 0,
    outside: (value) => `${value} < 0`,
    within: (column) => `greatest(${column}, 0)`,
  },
  inverse_root: {
    shown: (feature) => `pow(${feature}, n), n no whole number and below 0`,
    needs: 'numbers above 0',
    isOutside: (value) => value <= 0,
    outside: (value) => `${value} <= 0`,
    within: (column, least) => `greatest(${column}, ${least})`,
  },
  inverse_power: {
    shown: (feature) => `pow(${feature}, n), n below 0`,
    needs: 'numbers other than 0',
    isOutside: (value) => value === 0,
    outside: (value) => `${value} = 0`,
    within: (column, least) => `if(coalesce(${column}, 0) = 0, ${least}, ${column})`,
  },
  div: {
    shown: (feature) => `a division by ${feature}`,
    needs: 'numbers other than 0',
    isOutside: (value) => value === 0,
    outside: (value) => `${value} = 0`,
    within: (column, least) => `if(coalesce(${column}, 0) = 0, ${least}, ${column})`,
  },
}

/** Numbers for which a function of the model is infinite or no number (CTR4052), on the surfaces that have them; a missing one is its default. */
export async function outsideDomains(
  plan: RowPlan,
  domains: readonly Domain[],
  surfaces: SurfaceSet,
): Promise<readonly Diagnostic[]> {
  const { origin, origins, database } = plan.source
  const checks = domains.flatMap(({ feature, kind }) => {
    const column = plan.columns.find((each) => each.feature?.name === feature)
    const isNumber = column?.spec.reading.storage.kind === 'float' || column?.spec.reading.storage.kind === 'int64'
    return column === undefined || !isNumber ? [] : [{ column, rule: domainRules[kind] }]
  })
  if (checks.length === 0) return []
  const aggregates = checks.flatMap(({ column, rule }) => {
    const value = numberOf(column)
    const own = column.feature?.surfaces?.intersect(surfaces) ?? surfaces
    const where = `FILTER (WHERE ${caseIn(plan.surfaces, own, caseColumn)} AND ${rule.outside(value)})`
    return [`count(*) ${where}`, `min(${value}) ${where}`]
  })
  const [cells = []] = await overRows(origin, () => database.rows(`SELECT ${aggregates.join(', ')} FROM ${plan.rows}`))
  return checks.flatMap(({ column: { spec, feature }, rule }, i) => {
    const rows = Number(cells[2 * i])
    if (rows === 0 || feature === undefined) return []
    const least = spec.reading.storage.kind === 'int64' ? '1' : '1e-6'
    const remedy = inQuery(rule.within(quoteName(spec.name), least), 'makes it one')
    const { name } = feature
    const at = {
      feature: name,
      expression: rule.shown(name),
      needs: rule.needs,
      rows,
      example: `${cells[2 * i + 1]}`,
      remedy,
    }
    return [diagnostic('CTR4052', origins.get(feature), at)]
  })
}

/** What the model reads: the default where the value is missing. */
function numberOf({ spec, feature }: RawColumnPlan): string {
  const value = `CAST(${spec.reading.identity(quoteName(spec.name))} AS DOUBLE)`
  return typeof feature?.default === 'number' ? `coalesce(${value}, ${feature.default})` : value
}
