import type { RowOrder } from '../row-order.ts'
import type { RowKeys } from './row-keys.ts'

/**
 * Numbers of rows in an order (row-order.ts). Rows are sorted by the highest 32 of the 128 bits of the order's MD5, as numbers of 64
 * bits with the row below: 8 bytes a row, and no comparison called back. Those that tie, some 230 of a million besides rows of equal
 * contents, are then told apart by all that the order is defined by. There are fewer rows than 2^32.
 */
export function sortedRows(keys: RowKeys, order: RowOrder): Uint32Array {
  const { rows } = keys
  const sorted = new BigUint64Array(rows)
  const lanes = new Uint32Array(sorted.buffer)
  keys.each(order, undefined, (row, digest) => {
    lanes[2 * row] = row
    lanes[2 * row + 1] = digest[3]!
  })
  sorted.sort()
  sortTies(keys, lanes, order)
  for (let i = 0; i < rows; i++) lanes[i] = lanes[2 * i]!
  return lanes.subarray(0, rows)
}

/** Sorts rows within each run of equal keys. */
function sortTies(keys: RowKeys, lanes: Uint32Array, order: RowOrder): void {
  const tied = tiedPlaces(lanes)
  if (tied.length === 0) return
  const wholeKeys = keysOf(keys, lanes, tied, order)
  const width = wholeKeys.length / tied.length
  const before = (a: number, b: number): number => {
    for (let i = 0; i < width; i++) {
      const difference = wholeKeys[a * width + i]! - wholeKeys[b * width + i]!
      if (difference !== 0) return difference
    }
    return a - b
  }
  for (let from = 0, to = 0; from < tied.length; from = to) {
    while (to < tied.length && lanes[2 * tied[to]! + 1] === lanes[2 * tied[from]! + 1]) to++
    const sorted = Uint32Array.from({ length: to - from }, (_, i) => from + i).sort(before)
    const rows = sorted.map((k) => lanes[2 * tied[k]!]!)
    rows.forEach((row, i) => {
      lanes[2 * tied[from + i]!] = row
    })
  }
}

/** Places in the order whose key is that of a neighbour. */
function tiedPlaces(lanes: Uint32Array): Uint32Array {
  const key = (place: number): number | undefined => lanes[2 * place + 1]
  const isTied = (place: number): boolean => key(place) === key(place - 1) || key(place) === key(place + 1)
  const rows = lanes.length / 2
  let count = 0
  for (let place = 0; place < rows; place++) if (isTied(place)) count++
  const places = new Uint32Array(count)
  for (let place = 0, i = 0; i < count; place++) if (isTied(place)) places[i++] = place
  return places
}

/** Of each tied place the rest of its key, the most significant word first: three of the MD5, then the hashes. */
function keysOf(keys: RowKeys, lanes: Uint32Array, tied: Uint32Array, order: RowOrder): Uint32Array {
  const width = 3 + keys.hashWords
  const whole = new Uint32Array(tied.length * width)
  const ascending = new BigUint64Array(tied.length)
  const places = new Uint32Array(ascending.buffer)
  tied.forEach((place, k) => {
    places[2 * k] = k
    places[2 * k + 1] = lanes[2 * place]!
  })
  ascending.sort()
  let next = 0
  const wanted = Uint32Array.from(tied, (_, i) => places[2 * i + 1]!)
  keys.each(order, wanted, (_, digest, words, hashes) => {
    const at = places[2 * next++]! * width
    for (let i = 0; i < 3; i++) whole[at + i] = digest[2 - i]!
    for (let i = 0; i < keys.hashWords; i++) whole[at + 3 + i] = words[hashes + (i ^ 1)]!
  })
  return whole
}
