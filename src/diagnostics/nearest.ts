/**
 * Edits between two words: insertions, deletions, replacements and swaps of neighbours
 * (Damerau 1964, in the optimal string alignment form). Case counts half an edit.
 */
export function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const replaced = previous[column - 1]! + replacement(a[row - 1]!, b[column - 1]!)
      let best = Math.min(previous[column]! + 1, current[column - 1]! + 1, replaced)
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) best = Math.min(best, beforePrevious[column - 2]! + 1)
      current.push(best)
    }
    beforePrevious = previous
    previous = current
  }
  return previous[b.length]!
}

const replacement = (a: string, b: string): number => (a === b ? 0 : a.toLowerCase() === b.toLowerCase() ? 0.5 : 1)

/** `mean_pool` for `pool_mean`: the same words in another order. */
const areSameWords = (a: string, b: string): boolean =>
  a.length === b.length && a.includes('_') && wordsOf(a) === wordsOf(b)

const wordsOf = (name: string): string => name.split('_').sort().join('_')

/** Of two as near: the one of the same letters, as another letter may be another name; then by name. */
function isBefore(word: string, a: string, b: string): boolean {
  const [ofA, ofB] = [a, b].map((name) => lettersOf(name) === lettersOf(word))
  return ofA === ofB ? a < b : ofA === true
}

const lettersOf = (name: string): string => [...name].sort().join('')

/**
 * The candidate that was probably meant; undefined where none is near: two fifths of the word may differ, or its words are in
 * another order. Of a single letter its case alone may: any other letter would be as near.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const limit = word.length === 1 ? 0.5 : Math.max(1, Math.floor(word.length * 0.4))
  let best: { readonly name: string; readonly distance: number } | undefined
  for (const name of candidates) {
    if (Math.abs(name.length - word.length) > limit) continue
    const distance = name !== word && areSameWords(word, name) ? 1 : editDistance(word, name)
    if (distance > limit || distance === 0) continue
    if (
      best === undefined ||
      distance < best.distance ||
      (distance === best.distance && isBefore(word, name, best.name))
    )
      best = { name, distance }
  }
  return best?.name
}
