import type { Diagnostic, Span } from '../../diagnostics/diagnostic.ts'
import { nearest } from '../../diagnostics/nearest.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import type { CaseAudit } from '../audit.ts'
import type { RowPlan } from '../row-plan.ts'
import { sumBySurface } from './by-surface.ts'

/** A row in two splits (CTR4022), with counts. */
export function overlappingSplits(plan: RowPlan, audit: readonly CaseAudit[]): readonly Diagnostic[] {
  const pairs = audit[0]?.overlaps ?? []
  return pairs.flatMap(({ a, b }, pair) => {
    const rows = audit.reduce((sum, each) => sum + each.overlaps[pair]!.rows, 0)
    if (rows === 0) return []
    const other = splitSpan(plan, a)
    const related = other === undefined ? [] : [{ message: `split '${a}'`, span: other }]
    return [diagnostic('CTR4022', splitSpan(plan, b) ?? datasetSpan(plan), { a, b, rows }, { related })]
  })
}

/** Rows in no split, counted by surface (CTR4023). */
export function rowsInNoSplit(plan: RowPlan, audit: readonly CaseAudit[]): readonly Diagnostic[] {
  if (plan.splits.size === 0) return []
  const bySurface = [...sumBySurface(plan, audit, (each) => each.unsplit)]
    .map(([surface, rows]) => ({ surface, rows }))
    .filter(({ rows }) => rows > 0)
  return bySurface.length === 0 ? [] : [diagnostic('CTR4023', datasetSpan(plan), { bySurface })]
}

/** Splits that hold no row of `surfaces` (CTR4024). */
export function emptySplits(plan: RowPlan, audit: readonly CaseAudit[], surfaces: SurfaceSet): readonly Diagnostic[] {
  return [...plan.splits.keys()].flatMap((split) => {
    const counts = sumBySurface(plan, audit, (each) => each.splits.get(split) ?? 0)
    return [...counts].some(([surface, rows]) => surfaces.has(surface) && rows > 0)
      ? []
      : [emptySplit(plan, split, surfaces)]
  })
}

export const emptySplit = (plan: RowPlan, split: string, surfaces: SurfaceSet): Diagnostic =>
  diagnostic('CTR4024', splitSpan(plan, split) ?? datasetSpan(plan), {
    split,
    dataset: plan.dataset.name,
    surfaces: surfaces.names.join(', '),
  })

export const unknownSplit = (plan: RowPlan, split: string): Diagnostic =>
  diagnostic('CTR4025', datasetSpan(plan), {
    split,
    dataset: plan.dataset.name,
    splits: [...plan.dataset.splits.keys()],
    near: nearest(split, plan.dataset.splits.keys()),
  })

const datasetSpan = ({ dataset, source: { origins } }: RowPlan): Span | undefined => origins.get(dataset)

function splitSpan({ dataset, source: { origins } }: RowPlan, name: string): Span | undefined {
  const split = dataset.splits.get(name)
  return split === undefined ? undefined : origins.get(split.expression)
}
