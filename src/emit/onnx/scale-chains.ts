import { sizeOf } from '../../graph/types.ts'
import type { OnnxNode, OnnxTensor } from './model.ts'

/**
 * Keeps apart a product with a constant scalar and the product with another that reads it. ONNX Runtime (1.30, 1.32) fuses such scales into the
 * matrix products around them (MatMulScaleFusion); of a chain whose middle is read elsewhere too, it removes the middle and refuses the model: "Node
 * input ... is not a graph input". A Sum of one operand is a copy, bit for bit, and ends the chain. What is computed from constants alone the runtime
 * folds first; whether it is one number is not known here, so it counts as one.
 */
export function withoutScaleChains(nodes: readonly OnnxNode[], initializers: readonly OnnxTensor[]): OnnxNode[] {
  const constants = new Set(initializers.map(({ name }) => name))
  const scalars = new Set(initializers.filter(({ dims }) => sizeOf(dims) === 1).map(({ name }) => name))
  const scaled = new Set<string>()
  return nodes.flatMap((node) => {
    if (node.inputs.length > 0 && node.inputs.every((input) => input === '' || constants.has(input)))
      for (const output of node.outputs) {
        constants.add(output)
        scalars.add(output)
      }
    const operand = scaledOperand(node, scalars)
    if (operand === undefined) return [node]
    for (const output of node.outputs) scaled.add(output)
    if (!scaled.has(operand)) return [node]
    const copy = `${node.name}:apart`
    return [
      { ...node, name: copy, opType: 'Sum', inputs: [operand], outputs: [copy], attributes: {} },
      { ...node, inputs: node.inputs.map((input) => (input === operand ? copy : input)) },
    ]
  })
}

/** What a node multiplies by a constant scalar, or divides by one. */
function scaledOperand({ opType, domain, inputs: [a, b] }: OnnxNode, scalars: ReadonlySet<string>): string | undefined {
  if (domain !== '' || (opType !== 'Mul' && opType !== 'Div') || a === undefined || b === undefined) return undefined
  if (scalars.has(b)) return a
  return opType === 'Mul' && scalars.has(a) ? b : undefined
}
