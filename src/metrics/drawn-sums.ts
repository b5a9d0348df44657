/**
 * Sums of a column over each of `lanes` resamples: what a unit has counts as often as the unit was drawn. Entry i of the column belongs to unit
 * i. Eight sums in variables: in an array they would be read and written at each entry.
 */
export function drawnSums(column: Float64Array, counts: Uint32Array): Float64Array {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let s4 = 0
  let s5 = 0
  let s6 = 0
  let s7 = 0
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!
    const drawn = counts[i]!
    s0 += (drawn & 15) * value
    s1 += ((drawn >>> 4) & 15) * value
    s2 += ((drawn >>> 8) & 15) * value
    s3 += ((drawn >>> 12) & 15) * value
    s4 += ((drawn >>> 16) & 15) * value
    s5 += ((drawn >>> 20) & 15) * value
    s6 += ((drawn >>> 24) & 15) * value
    s7 += (drawn >>> 28) * value
  }
  return Float64Array.of(s0, s1, s2, s3, s4, s5, s6, s7)
}

/** The same where entry i belongs to the unit at units[i]. */
export function drawnSumsAt(column: Float64Array, units: Uint32Array, counts: Uint32Array): Float64Array {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let s4 = 0
  let s5 = 0
  let s6 = 0
  let s7 = 0
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!
    const drawn = counts[units[i]!]!
    s0 += (drawn & 15) * value
    s1 += ((drawn >>> 4) & 15) * value
    s2 += ((drawn >>> 8) & 15) * value
    s3 += ((drawn >>> 12) & 15) * value
    s4 += ((drawn >>> 16) & 15) * value
    s5 += ((drawn >>> 20) & 15) * value
    s6 += ((drawn >>> 24) & 15) * value
    s7 += (drawn >>> 28) * value
  }
  return Float64Array.of(s0, s1, s2, s3, s4, s5, s6, s7)
}
