import type { RawColumn } from '../features/raw.ts'
import type { Graph } from '../graph/graph.ts'
import { isMissingBigint, isMissingFloat } from '../graph/missing.ts'
import { parallelLists } from '../graph/parallel-lists.ts'
import type { FeaturePort } from '../graph/ports.ts'
import { rowStatus } from '../passes/row-status.ts'
import type { RawRows } from './serving-feeds.ts'

interface RequiredNumber {
  readonly feature: string
  readonly sentinel: number | undefined
}

/** A task's logits, and what its calibrator makes of a logit on a view. */
export interface TaskLogits {
  readonly logits: Float32Array
  readonly calibrated: (logit: number, view: string) => number
}

/** The status that each row should have, from its raw values alone; where no required number is missing, from its logits. */
export function expectedStatus(graph: Graph, rows: RawRows, tasks: readonly TaskLogits[]): readonly number[] {
  const required = requiredNumbers(graph).flatMap(({ feature, sentinel }) => {
    const column = rows.raw.columns.get(feature)
    return column === undefined ? [] : [missingRow(column, sentinel)]
  })
  const unequal = parallelLists(graph).map((lists) => unequalRow(graph, rows, lists))
  return Array.from(rows.rows, (row, position) => {
    if (unequal.some((isUnequal) => isUnequal(row))) return rowStatus.unequalLists
    if (required.some((isMissing) => isMissing(row))) return rowStatus.missingNumber
    if (tasks.some(({ logits }) => Number.isNaN(logits[position]))) return rowStatus.notANumber
    const view = rows.views[row] ?? ''
    const isScored = tasks.every(({ logits, calibrated }) =>
      Number.isFinite(Math.fround(calibrated(logits[position]!, view))),
    )
    return isScored ? rowStatus.served : rowStatus.infinite
  })
}

/** Whether a row has different numbers of elements of lists that are combined step by step, of those that are kept. */
function unequalRow({ ops }: Graph, { raw }: RawRows, lists: readonly string[]): (row: number) => boolean {
  const columns = lists.flatMap((list) => {
    const column = raw.columns.get(list)
    if (column?.kind === 'int64') return [Int32Array.from(column.values, Number)] // a record's lengths
    return column?.kind === 'list' ? [column.lengths] : []
  })
  const [kept = 0] = ops.flatMap(({ kind, attributes, type }) =>
    kind === 'input' && attributes.port.kind === 'feature' && isElementsOf(attributes.port, lists[0]) ? type.shape : [],
  )
  return (row) => new Set(columns.map((lengths) => Math.max(0, Math.min(kept, lengths[row]!)))).size > 1
}

const isElementsOf = ({ feature, record, part }: FeaturePort, list: string | undefined): boolean =>
  part === 'value' && (record ?? feature) === list

/** Numbers without a default that a graph reads. */
function requiredNumbers(graph: Graph): readonly RequiredNumber[] {
  const byId = new Map(graph.ops.map((op) => [op.id, op]))
  return graph.ops.flatMap((op) => {
    if (op.kind !== 'number' || op.attributes.default !== undefined) return []
    const input = byId.get(op.inputs[0] ?? '')
    if (input?.kind !== 'input' || input.attributes.port.kind !== 'feature') return []
    return [{ feature: input.attributes.port.feature, sentinel: op.attributes.sentinel }]
  })
}

/** Of a vector, whether any element is. */
function missingRow(column: RawColumn, sentinel: number | undefined): (row: number) => boolean {
  switch (column.kind) {
    case 'int64': {
      const isMissing = isMissingBigint(sentinel)
      return (row) => isMissing(column.values[row]!)
    }
    case 'float': {
      const isMissing = isMissingFloat(sentinel)
      return (row) => column.values.subarray(row * column.size, (row + 1) * column.size).some(isMissing)
    }
    case 'string':
    case 'list':
      throw new Error(`a ${column.kind} column holds no numbers`)
  }
}
