import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { inQuery } from '../../diagnostics/wording.ts'
import { quoteName } from '../../features/sql/quote.ts'
import { type CaseAudit, parallelPairs } from '../audit.ts'
import type { RowPlan } from '../row-plan.ts'
import { leastExample } from './faults.ts'

/** Rows with different numbers of elements in lists that a model combines step by step (CTR4048). */
export function unequalLists(plan: RowPlan, audit: readonly CaseAudit[]): readonly Diagnostic[] {
  return parallelPairs(plan).flatMap(({ lists: [a, b] }, i) => {
    const faults = audit.map((each) => each.unequal[i]!)
    const rows = faults.reduce((sum, each) => sum + each.rows, 0)
    if (rows === 0) return []
    const names = [a, b].map(({ spec }) => spec.name)
    const span = plan.source.origins.get(b.feature ?? plan.dataset)
    const at = { lists: names, rows, example: leastExample(faults), remedy: leftOut(names) }
    return [diagnostic('CTR4048', span, at)]
  })
}

/** SQL without the lists of such rows: which of their elements belong together is not known. */
function leftOut(names: readonly string[]): string {
  const equal = names.map((name) => `len(${quoteName(name)})`).join(' = ')
  const each = names.map(quoteName).map((name) => `if(${equal}, ${name}, null) as ${name}`)
  return inQuery(`select * replace (${each.join(', ')})`, 'leaves out such lists')
}
