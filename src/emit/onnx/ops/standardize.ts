import type { Lowering } from '../lowering.ts'
import { isMissing } from '../missing.ts'

export const standardize: Lowering<'standardize'> = ({ attributes: { mean, deviation } }, [x], node) => {
  const { graph } = node
  const above = node.step('Sub', [node.cast(x!.name, 'float64'), graph.double(mean)])
  const deviations = node.cast(node.step('Div', [above, graph.double(deviation)]), 'float32')
  return node.result('Where', [isMissing(x!, undefined, node), graph.float(Number.NaN), deviations])
}
