import type { Lowering } from '../lowering.ts'
import { isMissing as missing } from '../missing.ts'
import { castTo } from '../writer.ts'

export const isMissing: Lowering<'is_missing'> = (op, [x], node) =>
  node.result('Cast', [missing(x!, op.attributes.sentinel, node)], castTo('float32'))
