import type { Graph } from '../graph/graph.ts'
import { missingInteger } from '../graph/vocabulary.ts'
import { rowStatus } from '../passes/attach-calibration.ts'
import type { RawColumn } from '../rows/raw.ts'
import type { RawRows } from './serving-feeds.ts'

interface Promised {
  readonly feature: string
  readonly sentinel: number | undefined
}

/** The status that each row should have, from its raw values alone; where no promise is broken, what its logits say. */
export function expectedStatus(graph: Graph, rows: RawRows, logits: readonly Float32Array[]): readonly number[] {
  const promised = promisedNumbers(graph).map(({ feature, sentinel }) => ({
    column: rows.raw.columns.get(feature),
    sentinel,
  }))
  return Array.from(rows.rows, (row, position) => {
    if (promised.some(({ column, sentinel }) => column !== undefined && isMissing(column, row, sentinel)))
      return rowStatus.missingNumber
    return logits.some((values) => Number.isNaN(values[position])) ? rowStatus.notANumber : rowStatus.served
  })
}

/** Numbers without a default that a graph reads. */
function promisedNumbers(graph: Graph): readonly Promised[] {
  const byId = new Map(graph.ops.map((op) => [op.id, op]))
  return graph.ops.flatMap((op) => {
    if (op.kind !== 'number' || op.attributes.default !== undefined) return []
    const input = byId.get(op.inputs[0] ?? '')
    if (input?.kind !== 'input' || input.attributes.port.kind !== 'feature') return []
    return [{ feature: input.attributes.port.feature, sentinel: op.attributes.sentinel }]
  })
}

function isMissing(column: RawColumn, row: number, sentinel: number | undefined): boolean {
  if (column.kind === 'int64') {
    const value = column.values[row]
    return value === missingInteger || (sentinel !== undefined && value === BigInt(sentinel))
  }
  if (column.kind !== 'float') return false
  const values = column.values.subarray(row * column.size, (row + 1) * column.size)
  return values.some((value) => !Number.isFinite(value) || value === sentinel)
}
