import { positions } from './ranks.ts'

/**
 * A sample's rows by unit of resampling: its group (a user's impressions are not independent), or itself where rows have no groups.
 * Rows of units[i] are rows[starts[i]..starts[i + 1]], from the lowest logit to the highest.
 */
export interface UnitRows {
  /** Numbers of the units that have rows here, ascending. */
  readonly units: Uint32Array
  readonly starts: Uint32Array
  readonly rows: Uint32Array
}

/** Of rows given in ascending order and by rank. A counting sort by unit, which keeps the ranks' order. */
export function unitRows(groups: Int32Array | undefined, ascending: Uint32Array, ranked: Uint32Array): UnitRows {
  if (groups === undefined) {
    return { units: ascending, starts: positions(ascending.length + 1), rows: ascending }
  }
  let most = -1
  for (const row of ascending) most = Math.max(most, groups[row]!)
  const next = new Uint32Array(most + 2)
  for (const row of ascending) next[groups[row]! + 1]!++
  let present = 0
  for (let unit = 0; unit <= most; unit++) {
    if (next[unit + 1]! > 0) present++
    next[unit + 1]! += next[unit]!
  }
  const units = new Uint32Array(present)
  const starts = new Uint32Array(present + 1)
  for (let unit = 0, i = 0; unit <= most; unit++) {
    if (next[unit + 1] === next[unit]) continue
    units[i] = unit
    starts[i++] = next[unit]!
  }
  starts[present] = ascending.length
  const rows = new Uint32Array(ascending.length)
  for (const row of ranked) rows[next[groups[row]!]!++] = row
  return { units, starts, rows }
}

/** A column with the sum of `of` over each unit's rows, in the order of `units`. */
export function sumByUnit({ units, starts, rows }: UnitRows, of: (row: number) => number): Float64Array {
  const sums = new Float64Array(units.length)
  for (let i = 0; i < units.length; i++) {
    let sum = 0
    for (let at = starts[i]!; at < starts[i + 1]!; at++) sum += of(rows[at]!)
    sums[i] = sum
  }
  return sums
}

/** The column's sum over each of the resamples: a unit that was drawn twice counts twice. */
export function drawnSums(units: Uint32Array, column: Float64Array, counts: Uint32Array): Float64Array {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let s4 = 0
  let s5 = 0
  let s6 = 0
  let s7 = 0
  for (let i = 0; i < units.length; i++) {
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
