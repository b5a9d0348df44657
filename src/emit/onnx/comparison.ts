import type { OpKind } from '../../graph/graph.ts'
import type { Lowering } from './lowering.ts'
import { broadcastable } from './operands.ts'
import { castTo } from './writer.ts'

/** A comparison that one ONNX op makes element by element, as 1 and 0. */
export const comparison =
  (opType: string): Lowering<OpKind> =>
  (op, operands, node) =>
    node.result('Cast', [node.step(opType, broadcastable(operands, op.type, node))], castTo('float32'))
