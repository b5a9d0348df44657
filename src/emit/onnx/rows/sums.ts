import type { Operand } from '../operands.ts'
import type { OpWriter } from '../writer.ts'
import type { RowStrategy } from './strategy.ts'

/** A sum over groups is wrong where the model holds a group once per row. */
export function demandGroupsOnce(operand: Operand, rows: RowStrategy, node: OpWriter): void {
  if (operand.type.rows.kind === 'level' && !rows.holdsGroupsOnce(operand.type.rows)) {
    throw new Error(`'${node.path}' sums over groups, which lie once per row here: emit it with the host's rows`)
  }
}
