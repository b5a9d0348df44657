import type { OnnxNode } from './model.ts'

/**
 * Gives the values that are outputs the outputs' names. A value that no node makes (an input, a constant), and a value that
 * is several outputs, is copied.
 */
export function withOutputNames(
  nodes: readonly OnnxNode[],
  outputs: readonly { readonly name: string; readonly value: string }[],
): OnnxNode[] {
  const made = new Set(nodes.flatMap((node) => node.outputs))
  const renamed = new Map<string, string>()
  const copies: OnnxNode[] = []
  for (const { name, value } of outputs) {
    if (made.has(value) && !renamed.has(value)) renamed.set(value, name)
    else copies.push(identity(name, renamed.get(value) ?? value))
  }
  const current = (value: string): string => renamed.get(value) ?? value
  return [
    ...nodes.map((node) => ({ ...node, inputs: node.inputs.map(current), outputs: node.outputs.map(current) })),
    ...copies,
  ]
}

const identity = (name: string, value: string): OnnxNode => ({
  name: `output/${name}`,
  opType: 'Identity',
  domain: '',
  inputs: [value],
  outputs: [name],
  attributes: {},
  doc: name,
})
