import { childrenOf, namesInText } from './children.ts'

/**
 * Every name in a part of a syntax tree, whatever it names. A rule that reports what is not used rather overlooks a case than report what is.
 */
export function wordsIn(node: object | undefined, words = new Set<string>()): ReadonlySet<string> {
  if (node === undefined) return words
  if ('name' in node && typeof node.name === 'string') words.add(node.name)
  for (const name of namesInText(node)) words.add(name)
  for (const child of childrenOf(node)) wordsIn(child, words)
  return words
}
