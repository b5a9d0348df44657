import type { RawColumn } from '../features/raw.ts'
import { rawSql } from '../features/reading.ts'
import { assembleBatch, type BatchContext, surfaceOrder } from './assemble.ts'
import type { Batch } from './batch.ts'
import type { BatchRequest } from './batch-request.ts'
import type { Chunk } from './chunk.ts'
import { rawBuilder } from './raw-builder.ts'
import { orderSql } from './row-order.ts'
import { caseColumn, type RowPlan } from './row-plan.ts'
import { isValid } from './validity.ts'

/** Rows of one request as SQL conditions; `live` names the cases of surfaces that run. */
export function conditionsOf(plan: RowPlan, live: string, request: Pick<BatchRequest, 'split' | 'where'>): string {
  const split = request.split === undefined ? [] : [plan.splits.get(request.split) ?? 'FALSE']
  const where = request.where === undefined ? [] : [`(${request.where}\n)`]
  return [live, ...split, ...where].join(' AND ')
}

/**
 * Streams batches: DuckDB sorts whole rows and hands out chunks, of which one batch at a time is copied here. What a sort
 * takes of memory, and what else was measured: docs/architecture.md, "Row order".
 */
export async function* streamBatches(
  plan: RowPlan,
  context: BatchContext,
  live: string,
  request: BatchRequest,
): AsyncGenerator<Batch, void, undefined> {
  const { size } = request
  const tasks = [...plan.labels.keys()]
  const selected = [
    caseColumn,
    `CAST(${plan.weight} AS DOUBLE)`,
    ...tasks.map((task) => `CAST(${plan.labels.get(task)} AS TINYINT)`),
    ...plan.columns.map(({ spec }) => rawSql(spec)),
  ]
  const sql =
    `SELECT ${selected.join(', ')} FROM ${plan.rows} WHERE ${conditionsOf(plan, live, request)} ` +
    `ORDER BY ${orderSql(plan, request.order)}${request.skip ? ` OFFSET ${request.skip}` : ''}`

  const collector = rowCollector(plan, context, tasks, size)
  for await (const chunk of plan.source.database.stream(sql)) {
    let from = 0
    while (from < chunk.rows) {
      const to = Math.min(chunk.rows, from + size - collector.rows())
      collector.append(chunk, from, to)
      from = to
      if (collector.rows() === size) yield collector.finish()
    }
  }
  if (collector.rows() > 0) yield collector.finish()
}

/** Gathers rows in the order of SQL's columns: case, weight, labels, raw columns. */
function rowCollector(plan: RowPlan, context: BatchContext, tasks: readonly string[], capacity: number) {
  const { cases } = plan.surfaces
  const surfaces = context.layout.surfaces.names
  const surfaceOfCase = Int32Array.from(cases, ({ surface }) => surfaces.indexOf(surface))
  const caseOf = new Int32Array(capacity)
  const weights = new Float64Array(capacity)
  const labels = tasks.map(() => new Int8Array(capacity))
  const builders = plan.columns.map(({ spec }) => rawBuilder(spec.reading.storage, capacity))
  const firstRaw = 2 + tasks.length
  let rows = 0
  return {
    rows: () => rows,
    append(chunk: Chunk, from: number, to: number): void {
      caseOf.set(chunk.integers(0).values.subarray(from, to), rows)
      weights.set(chunk.doubles(1).values.subarray(from, to), rows)
      labels.forEach((label, i) => {
        const { values, validity } = chunk.bytes(2 + i)
        for (let row = from; row < to; row++) label[rows + row - from] = isValid(validity, row) ? values[row]! : -1
      })
      builders.forEach((builder, i) => {
        builder.append(chunk, firstRaw + i, from, to)
      })
      rows += to - from
    },
    finish(): Batch {
      const count = rows
      rows = 0
      const unsorted = Int32Array.from({ length: count }, (_, row) => surfaceOfCase[caseOf[row]!]!)
      const order = surfaceOrder(unsorted, surfaces.length)
      const pick = <T extends Int32Array | Float64Array | Int8Array>(values: T, made: T): T => {
        for (let i = 0; i < count; i++) made[i] = values[order === undefined ? i : order[i]!]!
        return made
      }
      const sortedCases = pick(caseOf, new Int32Array(count))
      const columns = new Map<string, RawColumn>()
      plan.columns.forEach(({ spec }, i) => {
        columns.set(spec.name, builders[i]!.finish(count, order))
      })
      return assembleBatch(
        {
          surfaceOf: pick(unsorted, new Int32Array(count)),
          views: Array.from(sortedCases, (k) => cases[k]!.view),
          labels: new Map(tasks.map((task, i) => [task, pick(labels[i]!, new Int8Array(count))])),
          weights: pick(weights, new Float64Array(count)),
          raw: { rows: count, columns },
        },
        context,
      )
    },
  }
}
