const digitBits = 8
const digits = 2 ** digitBits
const passes = 32 / digitBits

/**
 * Positions from the lowest value to the highest, equal ones in ascending order. A radix sort of the values rounded to 32-bit floats, least
 * significant digit first, which rounding never turns around; then each run of values that round to one float, by comparison. Linear
 * but for such runs. Takes finite numbers.
 */
export function ranked(values: Float32Array | Float64Array): Uint32Array {
  let from: Keyed = { keys: sortableKeys(values), order: positions(values.length) }
  let to: Keyed = { keys: new Uint32Array(values.length), order: new Uint32Array(values.length) }
  for (let pass = 0; pass < passes; pass++) {
    const shift = digitBits * pass
    const starts = digitStarts(from.keys, shift)
    if (starts === undefined) continue
    distribute(from, to, starts, shift)
    ;[from, to] = [to, from]
  }
  sortRuns(from, values)
  return from.order
}

/** The column's entries at the given positions. */
export function pickedFloats(column: Float64Array, positions: Uint32Array): Float64Array {
  const found = new Float64Array(positions.length)
  for (let i = 0; i < positions.length; i++) found[i] = column[positions[i]!]!
  return found
}

/** The same of whole numbers: a function that reads arrays of many types is several times as slow. */
export function pickedNumbers(column: Uint32Array, positions: Uint32Array): Uint32Array {
  const found = new Uint32Array(positions.length)
  for (let i = 0; i < positions.length; i++) found[i] = column[positions[i]!]!
  return found
}

/** 0, 1, ... count - 1. */
function positions(count: number): Uint32Array {
  const all = new Uint32Array(count)
  for (let i = 0; i < count; i++) all[i] = i
  return all
}

interface Keyed {
  readonly keys: Uint32Array
  readonly order: Uint32Array
}

/** Bits of 32-bit floats that ascend as unsigned numbers where the values do; 0 and -0 are equal. */
function sortableKeys(values: Float32Array | Float64Array): Uint32Array {
  const floats = new Float32Array(values.length)
  for (let i = 0; i < values.length; i++) floats[i] = values[i]!
  const keys = new Uint32Array(floats.buffer)
  for (let i = 0; i < keys.length; i++) {
    const bits = keys[i]!
    if (bits >>> 31 === 0) keys[i] = bits ^ 0x80000000
    else keys[i] = bits === 0x80000000 ? bits : ~bits
  }
  return keys
}

/** Where each digit's keys begin; undefined where all keys have one digit. */
function digitStarts(keys: Uint32Array, shift: number): Uint32Array | undefined {
  const starts = new Uint32Array(digits)
  for (let i = 0; i < keys.length; i++) starts[(keys[i]! >>> shift) & (digits - 1)]!++
  let before = 0
  for (let digit = 0; digit < digits; digit++) {
    const of = starts[digit]!
    if (of === keys.length) return undefined
    starts[digit] = before
    before += of
  }
  return starts
}

function distribute(from: Keyed, to: Keyed, starts: Uint32Array, shift: number): void {
  for (let i = 0; i < from.keys.length; i++) {
    const key = from.keys[i]!
    const at = starts[(key >>> shift) & (digits - 1)]!++
    to.keys[at] = key
    to.order[at] = from.order[i]!
  }
}

function sortRuns({ keys, order }: Keyed, values: Float32Array | Float64Array): void {
  let start = 0
  for (let i = 1; i <= keys.length; i++) {
    if (i < keys.length && keys[i] === keys[i - 1]) continue
    if (!isAscending(order, values, start, i)) order.subarray(start, i).sort((a, b) => values[a]! - values[b]! || a - b)
    start = i
  }
}

function isAscending(order: Uint32Array, values: Float32Array | Float64Array, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) if (values[order[i]!]! < values[order[i - 1]!]!) return false
  return true
}
