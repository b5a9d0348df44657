import { missingInteger } from '../../../graph/vocabulary.ts'
import type { Lowering } from '../lowering.ts'
import { isMissing } from '../missing.ts'
import { alignedOperands, type Operand } from '../operands.ts'
import type { OpWriter } from '../writer.ts'

/** The difference of two times may lie outside int64, that of their seconds does not: seconds and what is left of them are compared apart. */
export const secondsBetween: Lowering<'seconds_between'> = (op, operands, node) => {
  const [from, to] = alignedOperands(operands, op.type, node)
  const [begin, end] = [parts(from!, node), parts(to!, node)]
  const between = node.step('Sub', [end.seconds, begin.seconds])
  const borrowed = node.cast(node.step('Less', [end.left, begin.left]), 'int64')
  const missing = node.step('Or', [isMissing(from!, undefined, node), isMissing(to!, undefined, node)])
  const seconds = node.step('Sub', [between, borrowed])
  return node.result('Where', [missing, node.graph.int64(missingInteger), seconds])
}

/** Floored seconds and the milliseconds beyond them: ONNX's Mod of integers is floored, its Div is cut. */
function parts({ name }: Operand, node: OpWriter): { readonly seconds: string; readonly left: string } {
  const { graph } = node
  const thousand = graph.int64(1000)
  const left = node.step('Mod', [name, thousand])
  const isCut = node.step('And', [node.step('Less', [name, graph.int64(0)]), node.step('Less', [graph.int64(0), left])])
  return { seconds: node.step('Sub', [node.step('Div', [name, thousand]), node.cast(isCut, 'int64')]), left }
}
