import type { CaseAudit } from '../audit.ts'
import type { RowPlan } from '../row-plan.ts'

/** A count summed over the views of each surface, surfaces sorted; unmapped rows are left out. */
export function sumBySurface(
  { surfaces: { cases } }: RowPlan,
  audit: readonly CaseAudit[],
  count: (each: CaseAudit) => number,
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>(
    [...new Set(cases.map(({ surface }) => surface))].sort().map((name) => [name, 0]),
  )
  for (const each of audit) {
    const surface = cases[each.case]?.surface
    if (surface !== undefined) sums.set(surface, sums.get(surface)! + count(each))
  }
  return sums
}

/** What the pass counted on surfaces that satisfy `has`. */
export const auditOn = (
  { surfaces: { cases } }: RowPlan,
  audit: readonly CaseAudit[],
  has: (surface: string) => boolean,
): readonly CaseAudit[] => audit.filter((each) => has(cases[each.case]?.surface ?? ''))
