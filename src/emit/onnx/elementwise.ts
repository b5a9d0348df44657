import type { OpKind } from '../../graph/graph.ts'
import type { Lowering } from './lowering.ts'
import { broadcastable } from './operands.ts'

/** An op that one ONNX op computes element by element, its operands broadcast. */
export const elementwise =
  (opType: string): Lowering<OpKind> =>
  (op, operands, node) =>
    node.result(opType, broadcastable(operands, op.type, node))
