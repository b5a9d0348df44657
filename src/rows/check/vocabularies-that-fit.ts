import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { byName } from '../../diagnostics/text-order.ts'
import { definitionOf } from '../../features/kinds.ts'
import { isFitted } from '../../graph/graph.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import type { DataSpec } from '../../model/model-spec.ts'
import { overRows } from '../failures.ts'
import type { RowPlan } from '../row-plan.ts'
import { wordsSql } from '../vocabularies.ts'

/**
 * Fitted vocabularies that every word of the training split is in: none of its rows reads the row of unknown words, which keeps its initial
 * values and is what new words are served by (CTR4053).
 */
export async function vocabulariesThatFit(
  { tables }: Pick<DataSpec, 'tables'>,
  plan: RowPlan,
  surfaces: SurfaceSet,
): Promise<readonly Diagnostic[]> {
  const { origin, origins, database } = plan.source
  const train = plan.splits.get('train')
  if (train === undefined) return []
  const fitting: { readonly table: string; readonly words: number; readonly seen: number }[] = []
  for (const { name, rule } of [...tables.values()].sort(byName)) {
    if (rule.kind !== 'vocabulary' || !isFitted(rule)) continue
    const readers = plan.columns.filter(
      ({ feature }) => feature !== undefined && definitionOf(feature.type).lookup?.table === name,
    )
    if (readers.length === 0) continue
    const sql = `SELECT count(*), count(*) FILTER (seen >= ${rule.seen ?? 1}) FROM ${wordsSql(plan, rule, train, readers, surfaces)} AS words`
    const [cells = []] = await overRows(origin, () => database.rows(sql))
    const [words, kept] = cells.map(Number)
    if (words !== undefined && words > 0 && words === kept && words <= rule.rows)
      fitting.push({ table: name, words, seen: rule.seen ?? 1 })
  }
  const first = tables.get(fitting[0]?.table ?? '')
  return first === undefined ? [] : [diagnostic('CTR4053', origins.get(first), { fitting })]
}
