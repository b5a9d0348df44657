import type { Lowering } from '../lowering.ts'
import { castTo } from '../writer.ts'

/** log(1 + x) in doubles: in floats, 1 + x would lose a small x. */
export const log1p: Lowering<'log1p'> = (_, [x], node) => {
  const wide = node.cast(x!.name, 'float64')
  const one = node.cast(node.graph.float(1), 'float64')
  return node.result('Cast', [node.step('Log', [node.step('Add', [wide, one])])], castTo('float32'))
}
