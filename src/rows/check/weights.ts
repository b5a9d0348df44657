import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import type { CaseAudit } from '../audit.ts'
import type { RowPlan } from '../row-plan.ts'
import { leastExample } from './faults.ts'

/** Weights that are missing, infinite, zero or less (CTR4032). */
export function weightsOutOfRange(
  { dataset: { weight }, source }: RowPlan,
  audit: readonly CaseAudit[],
): readonly Diagnostic[] {
  const faults = audit.map((each) => each.weight)
  const rows = faults.reduce((sum, each) => sum + each.rows, 0)
  if (rows === 0) return []
  const span = weight === undefined ? undefined : source.origins.get(weight.expression)
  return [diagnostic('CTR4032', span, { rows, example: leastExample(faults) })]
}
