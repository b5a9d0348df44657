import { leastInt64 } from '../graph/missing.ts'
import type { Feature } from '../model/feature.ts'
import type { RawColumn } from './raw.ts'
import type { TableRows } from './table-rows.ts'
import { padding } from './touched-rows.ts'

/** What a feature's encodings are made from: its raw values, at the rows that stand for the groups. */
export interface EncodingSource {
  readonly feature: Pick<Feature, 'name' | 'missing' | 'default'>
  readonly column: RawColumn
  /** The first row of each group. */
  readonly rows: Int32Array
  /** Elements per group that the graph expects: 1, a vector's size, a list's length. */
  readonly size: number
}

/** Rows of the whole table, as the op `table_row`; behind a list's end, where that reads the missing row, padding. */
export function encodeTableRows({ column, rows, size, feature }: EncodingSource, table: TableRows): Int32Array {
  const result = new Int32Array(rows.length * size)
  switch (column.kind) {
    case 'int64':
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i]!
        result[i] = table.ofId(column.lanes[2 * row]!, column.lanes[2 * row + 1]!)
      }
      return result
    case 'string':
      for (let i = 0; i < rows.length; i++) result[i] = table.ofWord(column.values[rows[i]!]!)
      return result
    case 'list':
      result.fill(padding)
      for (let i = 0; i < rows.length; i++) {
        const start = column.starts[rows[i]!]!
        const length = Math.min(column.lengths[rows[i]!]!, size)
        for (let j = 0; j < length; j++) {
          const at = start + j
          result[i * size + j] =
            column.of === 'id'
              ? table.ofId(column.lanes[2 * at]!, column.lanes[2 * at + 1]!)
              : table.ofWord(column.values[at]!)
        }
      }
      return result
    case 'float':
      throw new Error(`'${feature.name}' is a number: it has no rows in a table`)
  }
}

/** Missing becomes the default, or NaN where there is none. As the op `number`. */
export function encodeNumber(source: EncodingSource): Float32Array {
  const { feature } = source
  const otherwise = typeof feature.default === 'number' ? feature.default : Number.NaN
  return mapNumbers(source, (value, missing) => (missing ? otherwise : value))
}

/** 1 where missing, else 0. As the op `is_missing`. */
export function encodeMissing(source: EncodingSource): Float32Array {
  const { column, rows } = source
  if (column.kind === 'string') return Float32Array.from(rows, (row) => (column.values[row] === '' ? 1 : 0))
  return mapNumbers(source, (_, missing) => (missing ? 1 : 0))
}

/** 1 on a list's elements, 0 on the padding behind them. As the op `sequence_mask`. */
export function encodeMask({ column, rows, size, feature }: EncodingSource): Float32Array {
  if (column.kind !== 'list') throw new Error(`'${feature.name}' is no list: it has no mask`)
  const mask = new Float32Array(rows.length * size)
  for (let i = 0; i < rows.length; i++) {
    const length = Math.min(column.lengths[rows[i]!]!, size)
    if (length > 0) mask.fill(1, i * size, i * size + length)
  }
  return mask
}

/** Of a list, its length is the number: -1 is missing. */
function mapNumbers(source: EncodingSource, map: (value: number, missing: boolean) => number): Float32Array {
  const { column, rows, size, feature } = source
  const sentinel = typeof feature.missing === 'number' ? feature.missing : undefined
  const result = new Float32Array(rows.length * size)
  switch (column.kind) {
    case 'float': {
      // Compared as the graph compares: in 32-bit floats.
      const marker = sentinel === undefined ? undefined : Math.fround(sentinel)
      for (let i = 0; i < rows.length; i++)
        for (let j = 0; j < size; j++) {
          const value = column.values[rows[i]! * size + j]!
          result[i * size + j] = map(value, !Number.isFinite(value) || value === marker)
        }
      return result
    }
    case 'int64':
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i]!
        const value = (column.lanes[2 * row + 1]! | 0) * 2 ** 32 + column.lanes[2 * row]!
        result[i] = map(value, value === leastInt64 || value === sentinel)
      }
      return result
    case 'list':
      if (size !== 1) throw new Error(`'${feature.name}' is a list: it is missing as a whole`)
      for (let i = 0; i < rows.length; i++) {
        const length = column.lengths[rows[i]!]!
        result[i] = map(Math.max(length, 0), length < 0)
      }
      return result
    case 'string':
      throw new Error(`'${feature.name}' is a string: it is no number`)
  }
}
