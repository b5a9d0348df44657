import type { Lowering } from '../lowering.ts'
import { castTo } from '../writer.ts'

export const positive: Lowering<'positive'> = (_, [x], node) =>
  node.result('Cast', [node.step('Greater', [x!.name, node.graph.float(0)])], castTo('float32'))
