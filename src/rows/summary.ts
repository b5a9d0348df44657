import type { SurfaceSet } from '../graph/surfaces.ts'
import type { CaseAudit, LabelCounts } from './audit.ts'
import { auditOn, sumBySurface } from './check/by-surface.ts'
import { droppedRows } from './check/surface-values.ts'
import type { RowPlan } from './row-plan.ts'

/** What the rows turned out to be, by one pass over them. Surfaces without rows are left out. */
export interface DatasetSummary {
  /** Rows of live surfaces. */
  readonly rows: number
  /** Rows of live surfaces, by split, then by surface. */
  readonly splits: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Labels on live surfaces, by split that a training depends on, then by task. */
  readonly labels: ReadonlyMap<string, ReadonlyMap<string, LabelCounts>>
  /** Rows of live surfaces that are in no split, by surface. */
  readonly unsplit: ReadonlyMap<string, number>
  /** Rows of declared surfaces that the model does not run or has staged, by surface. They train nothing. */
  readonly notRun: ReadonlyMap<string, number>
  /** Rows dropped by `else: drop`. */
  readonly dropped: number
}

/** Rows of live surfaces in a split; none of one that is not declared. */
export const rowsOfSplit = ({ splits }: DatasetSummary, split: string): number =>
  [...(splits.get(split)?.values() ?? [])].reduce((sum, rows) => sum + rows, 0)

export function summaryOf(plan: RowPlan, audit: readonly CaseAudit[], live: SurfaceSet): DatasetSummary {
  const counted = (
    has: (surface: string) => boolean,
    count: (each: CaseAudit) => number,
  ): ReadonlyMap<string, number> =>
    new Map([...sumBySurface(plan, audit, count)].filter(([surface, rows]) => has(surface) && rows > 0))
  const isLive = (surface: string): boolean => live.has(surface)
  const rows = counted(isLive, (each) => each.rows)
  return {
    rows: [...rows.values()].reduce((sum, each) => sum + each, 0),
    splits: new Map(
      [...plan.splits.keys()].map((split) => [split, counted(isLive, (each) => each.splits.get(split)!)]),
    ),
    labels: summed(auditOn(plan, audit, isLive)),
    unsplit: counted(isLive, (each) => each.unsplit),
    notRun: counted(
      (surface) => !isLive(surface),
      (each) => each.rows,
    ),
    dropped: droppedRows(audit),
  }
}

function summed(audit: readonly CaseAudit[]): DatasetSummary['labels'] {
  const sums = new Map<string, Map<string, LabelCounts>>()
  for (const { labelsOf } of audit)
    for (const [split, tasks] of labelsOf) {
      const into = sums.get(split) ?? new Map<string, LabelCounts>()
      sums.set(split, into)
      for (const [task, { labelled, positives }] of tasks) {
        const before = into.get(task)
        into.set(task, {
          labelled: labelled + (before?.labelled ?? 0),
          positives: positives + (before?.positives ?? 0),
        })
      }
    }
  return sums
}
