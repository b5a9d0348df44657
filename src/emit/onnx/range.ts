import { firstKnownRow, missingRow, unknownRow } from '../../graph/vocabulary.ts'
import { isMissing } from './missing.ts'
import type { Operand } from './operands.ts'
import { castTo, type OpWriter } from './writer.ts'

/** row = 2 + id where 0 <= id < rows, row 1 beyond, row 0 where missing. */
export function rangeRow(id: Operand, rows: number, node: OpWriter): string {
  const { graph } = node
  const inside = node.step('And', [
    node.step('GreaterOrEqual', [id.name, graph.int64(0)]),
    node.step('Less', [id.name, graph.int64(rows)]),
  ])
  const position = node.step('Where', [inside, id.name, graph.int64(unknownRow - firstKnownRow)])
  const known = node.step('Add', [position, graph.int64(firstKnownRow)])
  const row = node.step('Where', [isMissing(id, undefined, node), graph.int64(missingRow), known])
  return node.result('Cast', [row], castTo('int32'))
}
