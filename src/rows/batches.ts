import { assembleBatch, type BatchContext, surfaceOrder } from './assemble.ts'
import type { Batch } from './batch.ts'
import type { BatchRequest } from './batch-request.ts'
import type { KeptRows } from './kept-rows.ts'
import type { Records } from './row-file/records.ts'
import type { RowPlan } from './row-plan.ts'

/** Rows of one request as SQL conditions; `live` names the cases of surfaces that run. */
export function conditionsOf(plan: RowPlan, live: string, request: Pick<BatchRequest, 'split' | 'where'>): string {
  const split = request.split === undefined ? [] : [plan.splits.get(request.split) ?? 'FALSE']
  const where = request.where === undefined ? [] : [`(${request.where}\n)`]
  return [live, ...split, ...where].join(' AND ')
}

/** Batches of rows that are kept, in order. */
export function* batchesOf(
  plan: RowPlan,
  { file, layout, progress }: KeptRows,
  context: BatchContext,
  { order, skip, size }: Pick<BatchRequest, 'order' | 'skip' | 'size'>,
): Generator<Batch> {
  const { cases } = plan.surfaces
  const surfaces = context.layout.surfaces.names
  const surfaceOfCase = Int32Array.from(cases, ({ surface }) => surfaces.indexOf(surface))
  for (const records of file.read(order, skip ?? 0, size, progress)) {
    const { surfaceOf, sorted } = bySurface(records, layout.casesOf(records), surfaceOfCase, surfaces.length)
    const rows = layout.read(sorted)
    yield assembleBatch(
      {
        surfaceOf,
        views: Array.from(rows.cases, (each) => cases[each]!.view),
        labels: new Map([...plan.labels.keys()].map((task, i) => [task, rows.labels[i]!])),
        weights: rows.weights,
        raw: {
          rows: rows.rows,
          columns: new Map(plan.columns.map(({ spec }, i) => [spec.name, rows.raw[i]!])),
        },
      },
      context,
    )
  }
}

/** Records sorted by surface, before anything else of them is decoded. */
function bySurface(
  { words, starts }: Records,
  cases: Int32Array,
  surfaceOfCase: Int32Array,
  surfaces: number,
): { readonly surfaceOf: Int32Array; readonly sorted: Records } {
  const surfaceOf = cases.map((each) => surfaceOfCase[each]!)
  const order = surfaceOrder(surfaceOf, surfaces)
  if (order === undefined) return { surfaceOf, sorted: { words, starts } }
  const pick = <Values extends Int32Array | Uint32Array>(from: Values, to: Values): Values => {
    for (let i = 0; i < order.length; i++) to[i] = from[order[i]!]!
    return to
  }
  return {
    surfaceOf: pick(surfaceOf, new Int32Array(order.length)),
    sorted: { words, starts: pick(starts, new Uint32Array(order.length)) },
  }
}
