import type { Diagnostic, Span } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import type { CaseAudit } from '../audit.ts'
import type { RowPlan } from '../row-plan.ts'
import { sumBySurface } from './by-surface.ts'
import { leastExample } from './faults.ts'

/** Labels outside {0, 1}, soft ones outside of 0 to 1 (CTR4030). */
export function labelsOutside(plan: RowPlan, audit: readonly CaseAudit[]): readonly Diagnostic[] {
  return [...plan.labels].flatMap(([task, { kind }]) => {
    const faults = audit.map((each) => each.labels.get(task)!.outside)
    const rows = faults.reduce((sum, each) => sum + each.rows, 0)
    if (rows === 0) return []
    return [diagnostic('CTR4030', labelSpan(plan, task), { task, kind, rows, example: leastExample(faults) })]
  })
}

/** Surfaces whose labelled rows are all of one class (CTR4031). */
export function labelsOfOneClass(plan: RowPlan, audit: readonly CaseAudit[]): readonly Diagnostic[] {
  return [...plan.labels].flatMap(([task, { kind }]) => {
    // Labels that are neither are of no class: those are reported by themselves.
    if (kind === 'soft' || audit.some((each) => each.labels.get(task)!.outside.rows > 0)) return []
    const labelled = sumBySurface(plan, audit, (each) => each.labels.get(task)!.labelled)
    const positives = sumBySurface(plan, audit, (each) => each.labels.get(task)!.positives)
    return [...labelled].flatMap(([surface, rows]) => {
      const ones = positives.get(surface)!
      if (rows === 0 || (ones > 0 && ones < rows)) return []
      return [diagnostic('CTR4031', labelSpan(plan, task, surface), { task, surface, rows, label: ones === 0 ? 0 : 1 })]
    })
  })
}

function labelSpan({ dataset, source: { origins } }: RowPlan, task: string, surface?: string): Span | undefined {
  const label = dataset.labels.get(task)
  const own = surface === undefined ? undefined : label?.bySurface.get(surface)
  const expression = own ?? label?.all ?? label?.bySurface.values().next().value
  return (expression === undefined ? undefined : origins.get(expression.expression)) ?? origins.get(dataset)
}
