import type { Diagnostic, Fix } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { nameInData } from '../../model/feature.ts'
import { type CaseAudit, faultsOf } from '../audit.ts'
import type { RowPlan } from '../row-plan.ts'
import { auditOn } from './by-surface.ts'
import { leastExample } from './faults.ts'

/** Required numbers that are missing (CTR4040), on the surfaces that have them. `defaults`: what gives one a default. */
export function requiredNumbersMissing(
  plan: RowPlan,
  audit: readonly CaseAudit[],
  defaults: ReadonlyMap<string, Fix> = new Map(),
): readonly Diagnostic[] {
  return plan.columns.flatMap(({ feature }) => {
    if (feature === undefined) return []
    const own = auditOn(plan, audit, (surface) => feature.surfaces?.has(surface) ?? true)
    const rows = own.reduce((sum, each) => sum + (each.missing.get(feature.name) ?? 0), 0)
    const all = own.reduce((sum, each) => sum + each.rows, 0)
    if (rows === 0) return []
    const at = { feature: nameInData(feature), rows, of: all }
    const fix = defaults.get(feature.name)
    return [diagnostic('CTR4040', plan.source.origins.get(feature), at, { fixes: fix === undefined ? [] : [fix] })]
  })
}

/** Values that their columns' kinds may not hold, such as vectors of another length (CTR4041), on the surfaces that have them. */
export function valuesAtFault(plan: RowPlan, audit: readonly CaseAudit[]): readonly Diagnostic[] {
  const { origins } = plan.source
  return plan.columns.flatMap((column) => {
    const { spec, feature } = column
    const own = auditOn(plan, audit, (surface) => feature?.surfaces?.has(surface) ?? true)
    const span = origins.get(feature ?? plan.dataset)
    return faultsOf(column).flatMap((fault, i) => {
      const faults = own.flatMap((each) => each.values.get(spec.name)?.[i] ?? [])
      const rows = faults.reduce((sum, each) => sum + each.rows, 0)
      return rows === 0
        ? []
        : [fault.diagnostic({ name: nameInData(spec), column: spec.column, span }, rows, leastExample(faults))]
    })
  })
}
