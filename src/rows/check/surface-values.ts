import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { quoteName } from '../../features/sql/quote.ts'
import type { CaseAudit } from '../audit.ts'
import { overRows } from '../failures.ts'
import { caseColumn, type RowPlan } from '../row-plan.ts'

/** How many unmapped values a message shows. */
const shown = 5

export const droppedRows = (audit: readonly CaseAudit[]): number => audit.find((each) => each.case < 0)?.rows ?? 0

/** Values that no surface is mapped to: an error with their counts (CTR4020), or counted by `else: drop` (CTR4021). */
export async function surfaceValueProblems(plan: RowPlan, audit: readonly CaseAudit[]): Promise<readonly Diagnostic[]> {
  const { origin, origins, database } = plan.source
  const rows = droppedRows(audit)
  const { surface } = plan.dataset
  if (rows === 0 || surface.kind === 'constant') return []
  if (surface.otherwise === 'drop')
    return [diagnostic('CTR4021', origins.get(surface), { rows, column: surface.column })]
  const value = `coalesce(CAST(${quoteName(surface.column)} AS VARCHAR), 'null')`
  const found = await overRows(origin, () =>
    database.rows(
      `SELECT ${value} AS value, count(*) AS n FROM ${plan.rows} WHERE ${caseColumn} < 0 GROUP BY 1 ORDER BY n DESC, value`,
    ),
  )
  const values = found.slice(0, shown).map(([text, n]) => ({ value: `${text}`, rows: Number(n) }))
  return [
    diagnostic('CTR4020', origins.get(surface), { column: surface.column, values, more: found.length - values.length }),
  ]
}
