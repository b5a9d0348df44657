import { lanesOf, type RawColumn, type RawListColumn } from '../features/raw.ts'
import type { Storage } from '../features/reading.ts'
import { missingHigh, missingLow } from '../graph/missing.ts'
import type { Chunk } from './chunk.ts'
import { isValid } from './validity.ts'

/** Gathers one column of a batch from slices of chunks. */
export interface RawBuilder {
  /** Copies rows from..to of the chunk: its buffers live no longer than the chunk. */
  append(chunk: Chunk, column: number, from: number, to: number): void
  /** The rows so far, which are `rows`. Starts anew. */
  finish(rows: number): RawColumn
}

export function rawBuilder(storage: Storage, capacity: number): RawBuilder {
  switch (storage.kind) {
    case 'float':
      return floatBuilder(capacity)
    case 'floats':
      return vectorBuilder(storage.size, capacity)
    case 'int64':
      return integerBuilder(capacity)
    case 'string':
      return stringBuilder()
    case 'list':
      return listBuilder(storage.of, storage.length, capacity)
  }
}

function listBuilder(of: RawListColumn['of'], limit: number, capacity: number): RawBuilder {
  switch (of) {
    case 'id':
      return idListBuilder(limit, capacity)
    case 'string':
      return stringListBuilder(limit, capacity)
    case 'float':
      return floatListBuilder(limit, capacity)
  }
}

function floatBuilder(capacity: number): RawBuilder {
  let values = new Float32Array(capacity)
  let used = 0
  return {
    append(chunk, column, from, to) {
      const source = chunk.floats(column)
      values.set(source.values.subarray(from, to), used)
      if (source.validity !== undefined)
        for (let row = from; row < to; row++) if (!isValid(source.validity, row)) values[used + row - from] = Number.NaN
      used += to - from
    },
    finish(rows) {
      const result = values.subarray(0, rows)
      values = new Float32Array(capacity)
      used = 0
      return { kind: 'float', size: 1, values: result }
    },
  }
}

function vectorBuilder(size: number, capacity: number): RawBuilder {
  let values = new Float32Array(capacity * size)
  let used = 0
  return {
    append(chunk, column, from, to) {
      const { entries, validity, elements } = chunk.floatList(column)
      for (let row = from; row < to; row++, used++) {
        // A vector of another length is an error found before any batch is read (audit.ts).
        if (!isValid(validity, row) || entries[4 * row + 2] !== size) {
          values.fill(Number.NaN, used * size, (used + 1) * size)
          continue
        }
        const start = entries[4 * row]!
        values.set(elements.values.subarray(start, start + size), used * size)
        if (elements.validity !== undefined)
          for (let i = 0; i < size; i++)
            if (!isValid(elements.validity, start + i)) values[used * size + i] = Number.NaN
      }
    },
    finish(rows) {
      const result = values.subarray(0, rows * size)
      values = new Float32Array(capacity * size)
      used = 0
      return { kind: 'float', size, values: result }
    },
  }
}

function integerBuilder(capacity: number): RawBuilder {
  let values = new BigInt64Array(capacity)
  let lanes = lanesOf(values)
  let used = 0
  return {
    append(chunk, column, from, to) {
      const source = chunk.longs(column)
      lanes.set(source.values.subarray(2 * from, 2 * to), 2 * used)
      if (source.validity !== undefined)
        for (let row = from; row < to; row++) if (!isValid(source.validity, row)) setMissing(lanes, used + row - from)
      used += to - from
    },
    finish(rows) {
      const kept = values.subarray(0, rows)
      values = new BigInt64Array(capacity)
      lanes = lanesOf(values)
      used = 0
      return { kind: 'int64', values: kept, lanes: lanesOf(kept) }
    },
  }
}

function stringBuilder(): RawBuilder {
  let values: string[] = []
  return {
    append(chunk, column, from, to) {
      const source = chunk.strings(column)
      for (let row = from; row < to; row++) values.push(source[row] ?? '')
    },
    finish() {
      const result = values
      values = []
      return { kind: 'string', values: result }
    },
  }
}

/** Lengths and starts of a batch's lists; the elements themselves never move. */
function listSpans(limit: number, capacity: number) {
  const lengths = new Int32Array(capacity)
  const starts = new Int32Array(capacity)
  let rows = 0
  let elements = 0
  return {
    /** Where the kept elements of a chunk's row begin, and how many they are; -1 where the list is missing. */
    add(
      entries: Uint32Array,
      validity: Uint8Array | undefined,
      row: number,
    ): { from: number; length: number; at: number } {
      const present = isValid(validity, row)
      const all = present ? entries[4 * row + 2]! : 0
      const length = Math.min(all, limit)
      lengths[rows] = present ? length : -1
      starts[rows] = elements
      rows++
      const at = elements
      elements += length
      return { from: entries[4 * row]! + all - length, length, at }
    },
    finish() {
      const result = { lengths: lengths.slice(0, rows), starts: starts.slice(0, rows), elements }
      rows = 0
      elements = 0
      return result
    },
  }
}

function idListBuilder(limit: number, capacity: number): RawBuilder {
  const spans = listSpans(limit, capacity)
  let values = new BigInt64Array(Math.min(capacity * limit, 1 << 16))
  let lanes = lanesOf(values)
  return {
    append(chunk, column, from, to) {
      const { entries, validity, elements } = chunk.longList(column)
      for (let row = from; row < to; row++) {
        const { from: start, length, at } = spans.add(entries, validity, row)
        if (length === 0) continue
        if (at + length > values.length) {
          const grown = new BigInt64Array(Math.max(at + length, 2 * values.length))
          lanesOf(grown).set(lanes)
          values = grown
          lanes = lanesOf(values)
        }
        lanes.set(elements.values.subarray(2 * start, 2 * (start + length)), 2 * at)
        if (elements.validity !== undefined)
          for (let i = 0; i < length; i++) if (!isValid(elements.validity, start + i)) setMissing(lanes, at + i)
      }
    },
    finish() {
      const { lengths, starts, elements } = spans.finish()
      const kept = values.slice(0, elements)
      return { kind: 'list', of: 'id', values: kept, lanes: lanesOf(kept), lengths, starts }
    },
  }
}

function stringListBuilder(limit: number, capacity: number): RawBuilder {
  const spans = listSpans(limit, capacity)
  let values: string[] = []
  return {
    append(chunk, column, from, to) {
      const { entries, validity, elements } = chunk.stringList(column)
      for (let row = from; row < to; row++) {
        const { from: start, length } = spans.add(entries, validity, row)
        for (let i = 0; i < length; i++) values.push(elements[start + i] ?? '')
      }
    },
    finish() {
      const { lengths, starts } = spans.finish()
      const result = values
      values = []
      return { kind: 'list', of: 'string', values: result, lengths, starts }
    },
  }
}

function floatListBuilder(limit: number, capacity: number): RawBuilder {
  const spans = listSpans(limit, capacity)
  let values = new Float32Array(Math.min(capacity * limit, 1 << 16))
  return {
    append(chunk, column, from, to) {
      const { entries, validity, elements } = chunk.floatList(column)
      for (let row = from; row < to; row++) {
        const { from: start, length, at } = spans.add(entries, validity, row)
        if (length === 0) continue
        if (at + length > values.length) {
          const grown = new Float32Array(Math.max(at + length, 2 * values.length))
          grown.set(values)
          values = grown
        }
        values.set(elements.values.subarray(start, start + length), at)
        if (elements.validity !== undefined)
          for (let i = 0; i < length; i++) if (!isValid(elements.validity, start + i)) values[at + i] = Number.NaN
      }
    },
    finish() {
      const { lengths, starts, elements } = spans.finish()
      return { kind: 'list', of: 'float', values: values.slice(0, elements), lengths, starts }
    },
  }
}

function setMissing(lanes: Uint32Array, position: number): void {
  lanes[2 * position] = missingLow
  lanes[2 * position + 1] = missingHigh
}
