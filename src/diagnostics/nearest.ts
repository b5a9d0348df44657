/** The candidate that a mistyped name most likely meant; undefined where none is near. Ties go to the first in order. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Math.max(1, Math.floor(name.length / 3)) + 1
  for (const candidate of [...candidates].sort()) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), least)
    if (distance < least && candidate !== name) {
      best = candidate
      least = distance
    }
  }
  return best
}

/** Letters inserted, deleted, replaced or swapped with their neighbour; `bound` or more counts as `bound`. */
function editDistance(a: string, b: string, bound: number): number {
  if (Math.abs(a.length - b.length) >= bound) return bound
  let older: number[] = []
  let old = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = old[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      let distance = Math.min(old[j]! + 1, row[j - 1]! + 1, replaced)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        distance = Math.min(distance, older[j - 2]! + 1)
      row.push(distance)
    }
    older = old
    old = row
  }
  return Math.min(bound, old[b.length]!)
}
