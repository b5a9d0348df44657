import { isValid } from './validity.ts'

/** Behind a string of DuckDB's may lie padding, up to where the next one is aligned. */
const alignment = 8

/**
 * Bytes of DuckDB's long strings, those of more than 12 bytes: of each four words the first is the length, the last two point to the
 * bytes. Strings of a column mostly lie behind each other in the order of their rows. What lies so is taken as one array, since making
 * an array of foreign memory takes longer than copying a string. `pointedAt` gives so many bytes from where a row's string begins.
 */
export function longTexts(
  words: Uint32Array,
  validity: Uint8Array | undefined,
  pointedAt: (row: number, bytes: number) => Uint8Array,
): (row: number) => Uint8Array {
  const rows = words.length / 4
  const placeOf = (row: number): number => words[4 * row + 3]! * 2 ** 32 + words[4 * row + 2]!
  let taken: Uint8Array = new Uint8Array(0)
  let start = 0

  /** Takes a row's string and those behind it, up to a gap that is no padding: all that is taken belongs to strings that are there. */
  const take = (first: number): void => {
    start = placeOf(first)
    let end = start + words[4 * first]!
    for (let row = first + 1; row < rows; row++) {
      const length = words[4 * row]!
      if (!isValid(validity, row) || length <= 12) continue
      const place = placeOf(row)
      if (place < end || place - end >= alignment) break
      end = place + length
    }
    taken = pointedAt(first, end - start)
  }

  return (row) => {
    const place = placeOf(row)
    const length = words[4 * row]!
    if (place < start || place + length > start + taken.length) take(row)
    return taken.subarray(place - start, place - start + length)
  }
}
