import { isUnreadableWord } from '../graph/missing.ts'
import type { HostTensor } from '../graph/tensor.ts'
import type { Shape } from '../graph/types.ts'
import { missingInteger, missingString } from '../graph/vocabulary.ts'
import { lanesOf, type RawColumn } from './raw.ts'

/** A word that a runtime might read as another one is missing. */
const readable = (word: string): string => (isUnreadableWord(word) ? missingString : word)

/**
 * One raw input as a serving graph takes it (README.md, What an export is), for `rows` of the batch: [rows], a vector [rows, n], a list
 * [rows, <= L] as wide as its longest here (but not of width 0), padded behind. `length` of a list: int64, -1 missing.
 */
export function rawFeed(column: RawColumn, part: 'value' | 'length', rows: Int32Array, shape: Shape): HostTensor {
  const count = rows.length
  if (column.kind === 'list' && part === 'length')
    return { dtype: 'int64', dims: [count], data: BigInt64Array.from(rows, (row) => BigInt(column.lengths[row]!)) }
  switch (column.kind) {
    case 'float': {
      const { size, values } = column
      const data = new Float32Array(count * size)
      if (size === 1) for (let i = 0; i < count; i++) data[i] = values[rows[i]!]!
      else for (let i = 0; i < count; i++) data.set(values.subarray(rows[i]! * size, (rows[i]! + 1) * size), i * size)
      return { dtype: 'float32', dims: shape.length > 0 ? [count, size] : [count], data }
    }
    case 'int64': {
      const data = new BigInt64Array(count)
      const lanes = lanesOf(data)
      for (let i = 0; i < count; i++) {
        lanes[2 * i] = column.lanes[2 * rows[i]!]!
        lanes[2 * i + 1] = column.lanes[2 * rows[i]! + 1]!
      }
      return { dtype: 'int64', dims: [count], data }
    }
    case 'string':
      return { dtype: 'string', dims: [count], data: Array.from(rows, (row) => readable(column.values[row]!)) }
    case 'list': {
      const width = rows.reduce((most, row) => Math.max(most, column.lengths[row]!), 1)
      if (column.of === 'string') {
        const data = new Array<string>(count * width).fill('')
        rows.forEach((row, i) => {
          for (let j = 0; j < column.lengths[row]!; j++)
            data[i * width + j] = readable(column.values[column.starts[row]! + j]!)
        })
        return { dtype: 'string', dims: [count, width], data }
      }
      if (column.of === 'float') {
        const data = new Float32Array(count * width).fill(Number.NaN)
        rows.forEach((row, i) => {
          const start = column.starts[row]!
          data.set(column.values.subarray(start, start + Math.max(0, column.lengths[row]!)), i * width)
        })
        return { dtype: 'float32', dims: [count, width], data }
      }
      const data = new BigInt64Array(count * width).fill(missingInteger)
      const lanes = lanesOf(data)
      rows.forEach((row, i) => {
        const start = 2 * column.starts[row]!
        if (column.lengths[row]! > 0)
          lanes.set(column.lanes.subarray(start, start + 2 * column.lengths[row]!), 2 * i * width)
      })
      return { dtype: 'int64', dims: [count, width], data }
    }
  }
}
