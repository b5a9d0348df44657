import { pickedNumbers } from './ranks.ts'

/** Units of resampling that have rows in a sample, numbered anew without gaps. */
export interface Units {
  /** What each was numbered before, ascending. */
  readonly numbers: Uint32Array
  /** By row: the position of its unit in `numbers`. */
  readonly ofRow: Uint32Array
  /** Units of the rows at these positions. */
  at(rows: Uint32Array): Units
}

/** From each row's number; the array is taken over. */
export const unitsOf = (numberOfRow: Uint32Array): Units => {
  const { present, ofRow } = compact(numberOfRow)
  return units(present, ofRow)
}

const units = (numbers: Uint32Array, ofRow: Uint32Array): Units => ({
  numbers,
  ofRow,
  at(rows) {
    const { present, ofRow: among } = compact(pickedNumbers(ofRow, rows))
    return units(pickedNumbers(numbers, present), among)
  },
})

/** Which numbers occur, ascending, and for each entry which of them it is; in place. */
function compact(numbers: Uint32Array): { readonly present: Uint32Array; readonly ofRow: Uint32Array } {
  let most = -1
  for (let row = 0; row < numbers.length; row++) most = Math.max(most, numbers[row]!)
  const positions = new Uint32Array(most + 1)
  for (let row = 0; row < numbers.length; row++) positions[numbers[row]!] = 1
  let count = 0
  for (let number = 0; number <= most; number++) count += positions[number]!
  const present = new Uint32Array(count)
  for (let number = 0, at = 0; number <= most; number++) {
    if (positions[number] === 0) continue
    present[at] = number
    positions[number] = at++
  }
  if (count <= most) for (let row = 0; row < numbers.length; row++) numbers[row] = positions[numbers[row]!]!
  return { present, ofRow: numbers }
}
