import { missingInteger } from '../../../graph/vocabulary.ts'
import { mixedId } from '../hash.ts'
import type { Lowering } from '../lowering.ts'
import { isMissing } from '../missing.ts'
import { alignedOperands } from '../operands.ts'

export const mixIds: Lowering<'mix_ids'> = ({ type, attributes: { seed } }, operands, node) => {
  const [a, b] = alignedOperands(operands, type, node)
  const first = mixedId(a!.name, node.graph.uint32(seed), node)
  const mixed = node.cast(mixedId(b!.name, first, node), 'int64')
  const missing = node.step('Or', [isMissing(a!, undefined, node), isMissing(b!, undefined, node)])
  return node.result('Where', [missing, node.graph.int64(missingInteger), mixed])
}
