import { compareText } from '../diagnostics/text-order.ts'

/** A name cut into text and numbers: `layer10.w` -> ['layer', 10, '.w']. */
const parts = (name: string): readonly (string | number)[] =>
  name.split(/(\d+)/).map((part, i) => (i % 2 === 1 ? Number(part) : part))

/**
 * Natural order: runs of digits compare as numbers (`layer2` before `layer10`), all else by UTF-16 unit; names that are equal so
 * (`a1`, `a01`) compare as text, so that the order is total. Gives a comparison that remembers the names it has cut.
 */
export function naturalOrder(): (a: string, b: string) => number {
  const known = new Map<string, readonly (string | number)[]>()
  const cut = (name: string) => {
    let found = known.get(name)
    if (!found) {
      found = parts(name)
      known.set(name, found)
    }
    return found
  }
  return (a, b) => {
    const [left, right] = [cut(a), cut(b)]
    for (let i = 0; i < left.length && i < right.length; i++) {
      if (left[i]! < right[i]!) return -1
      if (left[i]! > right[i]!) return 1
    }
    return left.length - right.length || compareText(a, b)
  }
}
