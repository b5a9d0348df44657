import { finalize } from '../graph/mix.ts'
import type { RawColumn, RawListColumn } from './raw.ts'

/**
 * Two 32-bit hashes a row, from the values put into them one after another: together they distinguish rows.
 * Bits, not values, are hashed: two codings of a number (0 and -0) may part a group, which costs speed alone.
 */
export interface RowHashes {
  readonly first: Uint32Array
  readonly second: Uint32Array
}

export const rowHashes = (rows: number): RowHashes => ({ first: new Uint32Array(rows), second: new Uint32Array(rows) })

/** Puts a column's values into the hashes of rows from..to. */
export function hashColumn(hashes: RowHashes, column: RawColumn, from: number, to: number): void {
  const { first, second } = hashes
  switch (column.kind) {
    case 'float': {
      const bits = new Uint32Array(column.values.buffer, column.values.byteOffset, column.values.length)
      for (let row = from; row < to; row++) hashWords(first, second, row, bits, row * column.size, column.size)
      return
    }
    case 'int64':
      for (let row = from; row < to; row++) hashWords(first, second, row, column.lanes, 2 * row, 2)
      return
    case 'string':
      for (let row = from; row < to; row++) hashText(first, second, row, column.values[row]!)
      return
    case 'list':
      for (let row = from; row < to; row++) {
        const length = column.lengths[row]!
        hashWord(first, second, row, length)
        hashSteps(hashes, column, row, column.starts[row]!, Math.max(length, 0))
      }
  }
}

function hashSteps(
  { first, second }: RowHashes,
  column: RawListColumn,
  row: number,
  start: number,
  count: number,
): void {
  switch (column.of) {
    case 'id':
      hashWords(first, second, row, column.lanes, 2 * start, 2 * count)
      return
    case 'float': {
      const bits = new Uint32Array(column.values.buffer, column.values.byteOffset, column.values.length)
      hashWords(first, second, row, bits, start, count)
      return
    }
    case 'string':
      for (let i = 0; i < count; i++) hashText(first, second, row, column.values[start + i]!)
  }
}

/** Puts one number a row into the hashes. */
export function hashNumbers(hashes: RowHashes, numbers: Int32Array, from: number, to: number): void {
  for (let row = from; row < to; row++) hashWord(hashes.first, hashes.second, row, numbers[row]!)
}

function hashWord(first: Uint32Array, second: Uint32Array, row: number, word: number): void {
  first[row] = finalize((Math.imul(first[row]!, 0x9e3779b1) ^ word) >>> 0)
  second[row] = finalize((Math.imul(second[row]!, 0x85ebca77) + word + 0x27d4eb2f) >>> 0)
}

/** Multiply-and-add along the words, mixed once at the end: lists are long. */
function hashWords(
  first: Uint32Array,
  second: Uint32Array,
  row: number,
  words: Uint32Array,
  start: number,
  count: number,
): void {
  let a = first[row]! ^ count
  let b = second[row]! + count
  for (let i = start; i < start + count; i++) {
    const word = words[i]!
    a = Math.imul(a ^ word, 0x01000193)
    a ^= a >>> 15
    b = Math.imul(b + word, 0x9e3779b1)
    b ^= b >>> 13
  }
  first[row] = finalize(a >>> 0)
  second[row] = finalize(b >>> 0)
}

function hashText(first: Uint32Array, second: Uint32Array, row: number, text: string): void {
  let a = first[row]! ^ text.length
  let b = second[row]! + text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b + unit, 0x9e3779b1)
    b ^= b >>> 13
  }
  first[row] = finalize(a >>> 0)
  second[row] = finalize(b >>> 0)
}
