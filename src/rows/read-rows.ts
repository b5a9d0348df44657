import type { RawColumn } from '../features/raw.ts'
import { rawSql } from '../features/reading.ts'
import type { Chunk } from './chunk.ts'
import { rawBuilder } from './raw-builder.ts'
import { caseColumn, type RowPlan } from './row-plan.ts'
import { isValid } from './validity.ts'

/** Rows as columns, as they were read: not yet sorted by surface. All arrays have one entry per row. */
export interface ReadRows {
  readonly rows: number
  /** Positions in the plan's cases of surfaces. */
  readonly cases: Int32Array
  readonly weights: Float64Array
  /** By the plan's tasks: 1, 0, or -1 where unlabelled. */
  readonly labels: readonly Int8Array[]
  /** By the plan's columns. */
  readonly raw: readonly RawColumn[]
}

/** The columns of SQL that `rowReader` reads, in their order: case, weight, labels, raw columns. */
export const rowColumns = (plan: RowPlan): readonly string[] => [
  caseColumn,
  `CAST(${plan.weight} AS DOUBLE)`,
  ...[...plan.labels.values()].map((label) => `CAST(${label} AS TINYINT)`),
  ...plan.columns.map(({ spec }) => rawSql(spec)),
]

/** DuckDB hands rows out in chunks of no more than these. */
const chunkRows = 2048

/** A chunk's rows, which hold no longer than its buffers and until the next are read. */
export function rowReader(plan: RowPlan): (chunk: Chunk) => ReadRows {
  const tasks = plan.labels.size
  const builders = plan.columns.map(({ spec }) => rawBuilder(spec.reading.storage, chunkRows))
  return (chunk) => {
    builders.forEach((builder, i) => {
      builder.append(chunk, 2 + tasks + i, 0, chunk.rows)
    })
    return {
      rows: chunk.rows,
      cases: chunk.integers(0).values,
      weights: chunk.doubles(1).values,
      labels: Array.from({ length: tasks }, (_, i) => {
        const { values, validity } = chunk.bytes(2 + i)
        return values.map((value, row) => (isValid(validity, row) ? value : -1))
      }),
      raw: builders.map((builder) => builder.finish(chunk.rows)),
    }
  }
}
