import type { RawColumn } from '../features/raw.ts'
import { rawSql } from '../features/reading.ts'
import type { Chunk } from './chunk.ts'
import { rawBuilder } from './raw-builder.ts'
import { caseColumn, type RowPlan } from './row-plan.ts'
import { isValid } from './validity.ts'

/** 1, 0, or of a soft label a number between; -1 where unlabelled. */
export type RowLabels = Int8Array | Float32Array

/** Rows as columns, as they were read: not yet sorted by surface. All arrays have one entry per row. */
export interface ReadRows {
  readonly rows: number
  /** Positions in the plan's cases of surfaces. */
  readonly cases: Int32Array
  readonly weights: Float64Array
  /** By the plan's tasks. */
  readonly labels: readonly RowLabels[]
  /** By the plan's columns. */
  readonly raw: readonly RawColumn[]
}

/** The columns of SQL that `rowReader` reads, in their order: case, weight, labels, raw columns. */
export const rowColumns = (plan: RowPlan): readonly string[] => [
  caseColumn,
  `CAST(${plan.weight} AS DOUBLE)`,
  ...[...plan.labels.values()].map(({ kind, sql }) => `CAST(${sql} AS ${kind === 'soft' ? 'FLOAT' : 'TINYINT'})`),
  ...plan.columns.map(({ spec }) => rawSql(spec)),
]

/** DuckDB hands rows out in chunks of no more than these. */
const chunkRows = 2048

/** A chunk's rows, which hold no longer than its buffers and until the next are read. */
export function rowReader(plan: RowPlan): (chunk: Chunk) => ReadRows {
  const labels = [...plan.labels.values()]
  const builders = plan.columns.map(({ spec }) => rawBuilder(spec.reading.storage, chunkRows))
  return (chunk) => {
    builders.forEach((builder, i) => {
      builder.append(chunk, 2 + labels.length + i, 0, chunk.rows)
    })
    return {
      rows: chunk.rows,
      cases: chunk.integers(0).values,
      weights: chunk.doubles(1).values,
      labels: labels.map(({ kind }, i) => {
        const { values, validity } = kind === 'soft' ? chunk.floats(2 + i) : chunk.bytes(2 + i)
        return values.map((value, row) => (isValid(validity, row) ? value : -1))
      }),
      raw: builders.map((builder) => builder.finish(chunk.rows)),
    }
  }
}
