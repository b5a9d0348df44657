import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts'
import { diagnostic } from '../diagnostics/report.ts'
import { movesRows } from '../graph/op-traits.ts'
import { canonicalJson } from './digests.ts'
import type { SurfaceGraphs } from './serving-graph.ts'

/**
 * Every op of the pruned graph is the unified graph's own: its name, its kind, what it carries. Row ops apart, which have no effect in a
 * graph of one surface; where an `else` is folded away, what waited for it may come earlier. Errors: CTR7002.
 */
export function sameNodes(
  surface: string,
  { unified, pruned }: SurfaceGraphs,
  span: Span | undefined,
): readonly Diagnostic[] {
  const byId = new Map(unified.ops.map((op) => [op.id, op]))
  const extra = pruned.ops.find((op) => {
    const twin = byId.get(op.id)
    if (movesRows(op.kind) || op.kind === 'input') return twin === undefined
    return twin?.kind !== op.kind || canonicalJson(twin.attributes) !== canonicalJson(op.attributes)
  })
  return extra ? [diagnostic('CTR7002', span, { surface, node: extra.id, side: 'pruned graph' })] : []
}
