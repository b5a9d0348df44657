import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { inQuery } from '../../diagnostics/wording.ts'
import { quoteName } from '../../features/sql/quote.ts'
import { type CaseAudit, listsInParallel, type ParallelList } from '../audit.ts'
import type { RowPlan } from '../row-plan.ts'
import { leastExample } from './faults.ts'

/** Rows with different numbers of elements in lists that a model combines step by step, or in those of one record (CTR4048). */
export function unequalLists(plan: RowPlan, audit: readonly CaseAudit[]): readonly Diagnostic[] {
  return listsInParallel(plan).flatMap(({ lists, feature, isRecord }, i) => {
    const faults = audit.map((each) => each.unequal[i]!)
    const rows = faults.reduce((sum, each) => sum + each.rows, 0)
    if (rows === 0) return []
    const span = plan.source.origins.get(feature ?? plan.dataset)
    const at = { lists: lists.map(({ name }) => name), record: isRecord ? feature?.name : undefined, rows }
    return [diagnostic('CTR4048', span, { ...at, example: leastExample(faults), remedy: leftOut(lists) })]
  })
}

/** SQL without the lists of such rows: which of their elements belong together is not known. Of many lists the rows go. */
function leftOut(lists: readonly ParallelList[]): string {
  const columns = lists.map(({ column }) => quoteName(column))
  const [a, b] = columns
  if (columns.length > 2) {
    const lengths = columns.map((column) => `coalesce(len(${column}), 0)`)
    return inQuery(`where len(list_distinct([${lengths.join(', ')}])) = 1`, 'leaves out such rows')
  }
  const each = columns.map((column) => `if(len(${a}) = len(${b}), ${column}, null) as ${column}`)
  return inQuery(`select * replace (${each.join(', ')})`, 'leaves out such lists')
}
