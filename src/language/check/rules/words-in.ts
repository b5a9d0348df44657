/**
 * Every name in a part of a syntax tree, whatever it names, and those in braces of the text of a `require`. A rule that reports what is not used
 * rather overlooks a case than report what is.
 */
export function wordsIn(node: unknown, words = new Set<string>()): ReadonlySet<string> {
  if (typeof node === 'string') for (const [, word] of node.matchAll(/\{\s*(\w+)/g)) words.add(word ?? '')
  if (typeof node !== 'object' || node === null) return words
  if ('name' in node && typeof node.name === 'string') words.add(node.name)
  for (const child of Object.values(node)) wordsIn(child, words)
  return words
}
