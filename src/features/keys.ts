import { isMissingWord, isMissingWords } from '../graph/missing.ts'
import type { RawColumn } from './raw.ts'

/** Keys of levels, the one reading of them: what is no key, which keys are the same, and a key as text. */

/** One key column of rows, and the sentinel that means that there is none: the feature's, where the key is one. */
export interface KeyColumn {
  readonly column: RawColumn
  readonly sentinel?: number | string | undefined
}

/** By row, whether it has no key: rows that lack one are groups of their own. */
export function isMissingKey({ column, sentinel }: KeyColumn): (row: number) => boolean {
  switch (column.kind) {
    case 'int64': {
      const { lanes } = column
      const isMissing = isMissingWords(typeof sentinel === 'number' ? sentinel : undefined)
      return (row) => isMissing(lanes[2 * row]!, lanes[2 * row + 1]!)
    }
    case 'string': {
      const { values } = column
      return (row) => isMissingWord(values[row]!) || values[row] === sentinel
    }
    case 'float':
    case 'list':
      throw new Error(`a ${column.kind} column is no key: keys are ids, ints and strings`)
  }
}

/** Keys are compared by value: two users never share a group by chance. */
export function sameKey(column: RawColumn, a: number, b: number): boolean {
  switch (column.kind) {
    case 'int64':
      return column.lanes[2 * a] === column.lanes[2 * b] && column.lanes[2 * a + 1] === column.lanes[2 * b + 1]
    case 'string':
      return column.values[a] === column.values[b]
    case 'float':
    case 'list':
      throw new Error(`a ${column.kind} column is no key: keys are ids, ints and strings`)
  }
}

/** By row, its keys as one text, different for different keys; undefined where one is missing. */
export function keyText(keys: readonly KeyColumn[]): (row: number) => string | undefined {
  const missing = keys.map(isMissingKey)
  const one = keys.length === 1 ? keys[0] : undefined
  return (row) =>
    missing.some((isMissing) => isMissing(row))
      ? undefined
      : one === undefined
        ? JSON.stringify(keys.map(({ column }) => cellText(column, row)))
        : cellText(one.column, row)
}

/** A value of one column as text, different for different values. */
export function cellText(column: RawColumn, row: number): string {
  switch (column.kind) {
    case 'float':
      return column.values.subarray(row * column.size, (row + 1) * column.size).join(' ')
    case 'int64':
      return String(column.values[row])
    case 'string':
      return column.values[row]!
    case 'list': {
      const length = column.lengths[row]!
      const start = column.starts[row]!
      return `${length}:${JSON.stringify(Array.from(column.values.slice(start, start + Math.max(0, length)), String))}`
    }
  }
}
