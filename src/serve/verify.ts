import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts'
import { diagnostic } from '../diagnostics/report.ts'
import type { HostTensor } from '../graph/tensor.ts'
import type { Contestants } from './contestants.ts'
import { canonicalJson } from './digests.ts'
import { firstDifference } from './first-difference.ts'
import { pickRows, type RawRows } from './serving-feeds.ts'
import type { SurfaceGraphs } from './serving-graph.ts'

/** What verification measured: the largest difference in a logit. */
export interface Tolerances {
  readonly rows: number
  readonly real_rows: number
  /** Pruned against unified, the runtime's optimizations off: 0, bit for bit. */
  readonly pruned: number
  /** Served (optimized, grouped by its levels) against pruned. */
  readonly served: number
  /** A row alone and among others. */
  readonly neighbours: number
}

/** LANGUAGE section 6: everything but the pruned graph holds to this on the logit (relative where the logit is beyond 1). */
export const logitTolerance = 1e-5

/**
 * Scores rows with the unified graph, the pruned one and the one to be served, and says where a law of LANGUAGE section 6 is broken.
 * Nothing is in place before this has found nothing.
 */
export async function verifySurface(
  surface: string,
  tasks: readonly string[],
  contestants: Contestants,
  rowSets: readonly { readonly rows: RawRows; readonly real: boolean }[],
  span: Span,
): Promise<{ readonly diagnostics: readonly Diagnostic[]; readonly tolerances: Tolerances }> {
  const diagnostics: Diagnostic[] = [...sameNodes(surface, contestants.graphs, span)]
  let [served, neighbours, count, real] = [0, 0, 0, 0]
  for (const set of rowSets) {
    const { rows } = set
    if (rows.rows.length === 0) continue
    count += rows.rows.length
    if (set.real) real += rows.rows.length
    const names = tasks.map((task) => `logit/${task}/${surface}`)
    const unified = await contestants.unified.score(rows, names)
    const pruned = await contestants.pruned.score(rows, names)
    const final = await contestants.served.score(rows)
    const alone = pickRows(
      rows,
      Array.from({ length: Math.min(rows.rows.length, 5) }, (_, i) => (i * 7) % rows.rows.length),
    )
    const few = await contestants.served.score(alone)
    for (const task of tasks) {
      const name = `logit/${task}/${surface}`
      const expected = floats(unified, name)
      const cut = floats(pruned, name)
      const bits = differentBits(expected, cut)
      if (bits !== undefined) {
        const node = await firstDifference(contestants, rows)
        diagnostics.push(fault(surface, 'pruned equals unified bit for bit', task, bits, cut, expected, node, span))
      }
      const logits = floats(final, `${task}.logit`)
      const far = farthest(logits, cut)
      served = Math.max(served, far.difference)
      if (far.difference > logitTolerance) {
        diagnostics.push(
          fault(surface, `served equals pruned within ${logitTolerance}`, task, far.row, logits, cut, undefined, span),
        )
      }
      const fewLogits = floats(few, `${task}.logit`)
      const among = fewLogits.map((_, i) => logits[(i * 7) % rows.rows.length] ?? Number.NaN)
      const apart = farthest(fewLogits, among)
      neighbours = Math.max(neighbours, apart.difference)
      if (apart.difference > logitTolerance) {
        diagnostics.push(
          fault(
            surface,
            `a score does not depend on its neighbours within ${logitTolerance}`,
            task,
            apart.row,
            fewLogits,
            among,
            undefined,
            span,
          ),
        )
      }
    }
  }
  return { diagnostics, tolerances: { rows: count, real_rows: real, pruned: 0, served, neighbours } }
}

/**
 * Every op of the pruned graph is the unified graph's own: its name, its kind, what it carries. Row ops apart, which say nothing in a
 * graph of one surface; where an `else` is folded away, what waited for it may come earlier.
 */
function sameNodes(surface: string, { unified, pruned }: SurfaceGraphs, span: Span): readonly Diagnostic[] {
  const rowOps = new Set(['restrict', 'join', 'spread'])
  const byId = new Map(unified.ops.map((op) => [op.id, op]))
  const stranger = pruned.ops.find((op) => {
    const twin = byId.get(op.id)
    if (rowOps.has(op.kind) || op.kind === 'input') return twin === undefined
    return twin?.kind !== op.kind || canonicalJson(twin.attributes) !== canonicalJson(op.attributes)
  })
  return stranger ? [diagnostic('CTR7002', span, { surface, node: stranger.id, side: 'pruned graph' })] : []
}

function floats(values: ReadonlyMap<string, HostTensor>, name: string): Float32Array {
  const found = values.get(name)
  if (found?.dtype !== 'float32') throw new Error(`the graph gives no '${name}'`)
  return found.data
}

/** The first row whose bits differ; not-a-number equals itself. */
export function differentBits(a: Float32Array, b: Float32Array): number | undefined {
  for (let row = 0; row < Math.max(a.length, b.length); row++) if (!Object.is(a[row], b[row])) return row
  return undefined
}

function farthest(found: Float32Array, expected: Float32Array): { readonly row: number; readonly difference: number } {
  let worst = { row: 0, difference: 0 }
  expected.forEach((value, row) => {
    const other = found[row] ?? Number.NaN
    if (Number.isNaN(value) && Number.isNaN(other)) return
    const difference = Math.abs(other - value) / Math.max(1, Math.abs(value))
    if (!(difference <= worst.difference))
      worst = { row, difference: Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference }
  })
  return worst
}

function fault(
  surface: string,
  law: string,
  task: string,
  row: number,
  found: Float32Array,
  expected: Float32Array,
  node: string | undefined,
  span: Span,
): Diagnostic {
  const [a, b] = [found[row] ?? Number.NaN, expected[row] ?? Number.NaN]
  return diagnostic('CTR7001', span, { surface, law, task, row, found: a, expected: b, node })
}
