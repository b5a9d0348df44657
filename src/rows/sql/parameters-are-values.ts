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

  // Without recursion: an expression of a thousand levels is a tree of several thousand.
  const pairs: (readonly [unknown, unknown])[] = [[filled, marked]]
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [a, b] = pair
    if (typeof b === 'string' ? a !== withValues(b) : !isObject(b) && a !== b) return false
    if (!isObject(b)) continue
    if (!isObject(a) || Array.isArray(a) !== Array.isArray(b)) return false
    const [is, was] = [partsOf(a), partsOf(b)]
    if (is.size !== was.size) return false
    for (const [key, part] of was) if (key !== 'query_location') pairs.push([is.get(key), part])
  }
  return true
}

const partsOf = (value: object): TreeNode => (value instanceof Map ? value : nodeOf(value))
