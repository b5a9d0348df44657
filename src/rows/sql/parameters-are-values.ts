import { isObject } from '../../host/fields.ts'
import { nodeOf, type TreeNode } from './parsed.ts'
import type { Parameter } from './query.ts'

/**
 * Whether a query with values is the query with markers but for those: the same tree, in which each marker in a constant or a name has
 * become its value. Then no part of a value was read as SQL, whatever it holds and wherever it stands.
 */
export function parametersAreValues(
  filled: TreeNode,
  marked: TreeNode,
  markers: ReadonlyMap<string, Parameter>,
): boolean {
  if (markers.size === 0) return true
  const pattern = new RegExp([...markers.keys()].join('|'), 'g')
  const withValues = (text: string): string => text.replace(pattern, (marker) => markers.get(marker)?.value ?? '')

  const agrees = (a: unknown, b: unknown): boolean => {
    if (typeof b === 'string') return a === withValues(b)
    if (!isObject(a) || !isObject(b)) return a === b
    if (Array.isArray(a) !== Array.isArray(b)) return false
    return agreesInParts(nodeOf(a), nodeOf(b))
  }
  const agreesInParts = (a: TreeNode, b: TreeNode): boolean =>
    a.size === b.size && [...b].every(([key, each]) => key === 'query_location' || agrees(a.get(key), each))
  return agreesInParts(filled, marked)
}
