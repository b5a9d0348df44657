import type { ValueType } from '../../graph/types.ts'
import { missingInteger, missingString } from '../../graph/vocabulary.ts'
import { axesFrom } from './operands.ts'
import type { OpWriter } from './writer.ts'

/** What stands behind a list's end. */
function missingElement({ dtype }: ValueType, { graph }: OpWriter): string {
  switch (dtype) {
    case 'string':
      return graph.string(missingString)
    case 'float32':
      return graph.float(Number.NaN)
    default:
      return graph.int64(missingInteger)
  }
}

/**
 * The newest L of a list's [rows, steps] elements in L columns, whatever its width. What is not below its length is missing, regardless of
 * what the caller left there, and so is what would lie beyond its width: such a length has a status of its own.
 */
export function paddedList(raw: string, length: string, type: ValueType, node: OpWriter): string {
  const { graph } = node
  const kept = type.shape[0]!
  const columns = graph.int64s(axesFrom(0, kept))
  const shape = node.step('Shape', [raw])
  const missing = missingElement(type, node)
  const lengths = node.step('Unsqueeze', [length, graph.int64s([1])])
  const steps = node.step('Gather', [shape, graph.int64s([1])], { axis: { int: 0 } })
  // ONNX Runtime 1.30 takes the Min and Max of int64 by their lower 32 bits where one of the two is broadcast; its Less and Where are right.
  const within = node.step('Where', [node.step('Less', [lengths, steps]), lengths, steps])
  const beyondKept = node.step('Less', [graph.int64(BigInt(kept)), within])
  const oldest = node.step('Where', [beyondKept, node.step('Sub', [within, graph.int64(BigInt(kept))]), graph.int64(0)])
  // One missing column behind the others: every column beyond the given ones reads it, even where none is given.
  const rows = node.step('Gather', [shape, graph.int64s([0])], { axis: { int: 0 } })
  const extra = node.step('Expand', [missing, node.step('Concat', [rows, graph.int64s([1])], { axis: { int: 0 } })])
  const extended = node.step('Concat', [raw, extra], { axis: { int: 1 } })
  const wanted = node.step('Add', [columns, oldest])
  const positions = node.step('Where', [node.step('Less', [wanted, steps]), wanted, steps])
  const padded = node.step('GatherElements', [extended, positions], { axis: { int: 1 } })
  const present = node.step('Less', [columns, lengths])
  return node.step('Where', [present, padded, missing])
}
