import type { Lowering } from './lowering.ts'
import { rowAxes } from './operands.ts'

/** A reduction over some of the value's own axes, which are gone from the result. Over none it changes nothing; ONNX would reduce all, rows too. */
export const reduction =
  <K extends 'sum' | 'mean'>(opType: string): Lowering<K> =>
  (op, [x], node) => {
    if (op.attributes.axes.length === 0) return node.result('Identity', [x!.name])
    const axes = op.attributes.axes.map((axis) => axis + rowAxes(x!.type))
    return node.result(opType, [x!.name, node.graph.int64s(axes)], { keepdims: { int: 0 } })
  }
