import type { Lowering } from '../lowering.ts'

/** x Phi(x) = x/2 (1 + erf(x / sqrt 2)): the exact form; ONNX has an op for it from opset 20 on only. */
export const gelu: Lowering<'gelu'> = (_, [x], node) => {
  const { graph } = node
  const erf = node.step('Erf', [node.step('Div', [x!.name, graph.float(Math.SQRT2)])])
  const twice = node.step('Mul', [x!.name, node.step('Add', [erf, graph.float(1)])])
  return node.result('Mul', [twice, graph.float(0.5)])
}
