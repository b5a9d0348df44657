import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import type { CaseAudit } from '../audit.ts'
import type { RowPlan } from '../row-plan.ts'
import { auditOn } from './by-surface.ts'
import { leastExample } from './faults.ts'

/** Numbers that promised to be there and are not (CTR4040), on the surfaces that have them. */
export function promisedNumbersMissing(plan: RowPlan, audit: readonly CaseAudit[]): readonly Diagnostic[] {
  return plan.columns.flatMap(({ feature }) => {
    if (feature === undefined) return []
    const own = auditOn(plan, audit, (surface) => feature.surfaces?.has(surface) ?? true)
    const rows = own.reduce((sum, each) => sum + (each.missing.get(feature.name) ?? 0), 0)
    const all = own.reduce((sum, each) => sum + each.rows, 0)
    return rows === 0
      ? []
      : [diagnostic('CTR4040', plan.source.origins.get(feature), { feature: feature.name, rows, of: all })]
  })
}

/** Vectors of another length than declared (CTR4041), on the surfaces that have them. */
export function vectorLengths(plan: RowPlan, audit: readonly CaseAudit[]): readonly Diagnostic[] {
  return plan.columns.flatMap(({ feature }) => {
    if (feature?.type.kind !== 'vector') return []
    const { name, type } = feature
    const own = auditOn(plan, audit, (surface) => feature.surfaces?.has(surface) ?? true)
    const faults = own.flatMap((each) => each.lengths.get(name) ?? [])
    const rows = faults.reduce((sum, each) => sum + each.rows, 0)
    if (rows === 0) return []
    const at = { feature: name, size: type.size, rows, found: Number(leastExample(faults)) }
    return [diagnostic('CTR4041', plan.source.origins.get(feature), at)]
  })
}
