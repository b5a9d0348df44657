import { missingInteger } from '../../../graph/vocabulary.ts'
import type { Lowering } from '../lowering.ts'
import { isMissing } from '../missing.ts'

/** ONNX's Mod of integers is floored; what it leaves is not negative, so that Div has nothing to round the wrong way. */
export const timeCycle: Lowering<'time_cycle'> = ({ attributes: { period, shift, unit } }, [time], node) => {
  const { graph } = node
  const begun = node.step('Mod', [time!.name, graph.int64(period)])
  const shifted = node.step('Mod', [node.step('Add', [begun, graph.int64(shift)]), graph.int64(period)])
  const found = node.step('Div', [shifted, graph.int64(unit)])
  return node.result('Where', [isMissing(time!, undefined, node), graph.int64(missingInteger), found])
}
