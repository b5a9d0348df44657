import { lanesOf, type RawFloatList, type RawIdList, type RawStringList } from '../../features/raw.ts'
import type { ColumnCodec, Records } from './records.ts'
import type { TextWords } from './text-words.ts'

/** A word at each record's place: the list's length, -1 where it is missing. Its elements lie behind. */
const writeLengths = (lengths: Int32Array, { words, starts }: Records, place: number): void => {
  for (let row = 0; row < starts.length; row++) words[starts[row]! + place] = lengths[row]!
}

/** Lengths and starts of lists whose elements are read one row after the other. */
function readSpans({ words, starts: records }: Records, place: number) {
  const lengths = new Int32Array(records.length)
  const starts = new Int32Array(records.length)
  let elements = 0
  for (let row = 0; row < records.length; row++) {
    lengths[row] = words[records[row]! + place]!
    starts[row] = elements
    elements += Math.max(0, lengths[row]!)
  }
  return { lengths, starts, elements }
}

export const idListCodec: ColumnCodec<RawIdList> = {
  words: 1,
  measure({ lengths }, sizes) {
    for (let row = 0; row < lengths.length; row++) sizes[row]! += 2 * Math.max(0, lengths[row]!)
  },
  write({ lengths, starts, lanes }, records, place) {
    const { words, cursors } = records
    writeLengths(lengths, records, place)
    for (let row = 0; row < lengths.length; row++) {
      const count = 2 * Math.max(0, lengths[row]!)
      const from = 2 * starts[row]!
      const to = cursors[row]!
      for (let i = 0; i < count; i++) words[to + i] = lanes[from + i]!
      cursors[row] = to + count
    }
  },
  read(records, place) {
    const { words, cursors } = records
    const { lengths, starts, elements } = readSpans(records, place)
    const values = new BigInt64Array(elements)
    const lanes = lanesOf(values)
    for (let row = 0; row < lengths.length; row++) {
      const count = 2 * Math.max(0, lengths[row]!)
      const to = 2 * starts[row]!
      const from = cursors[row]!
      for (let i = 0; i < count; i++) lanes[to + i] = words[from + i]!
      cursors[row] = from + count
    }
    return { kind: 'list', of: 'id', values, lanes, lengths, starts }
  },
}

/** A word a number: its bits. */
export const floatListCodec: ColumnCodec<RawFloatList> = {
  words: 1,
  measure({ lengths }, sizes) {
    for (let row = 0; row < lengths.length; row++) sizes[row]! += Math.max(0, lengths[row]!)
  },
  write({ lengths, starts, values }, records, place) {
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
    const { words, cursors } = records
    writeLengths(lengths, records, place)
    for (let row = 0; row < lengths.length; row++) {
      const to = cursors[row]!
      for (let i = 0; i < lengths[row]!; i++) words[to + i] = bits[starts[row]! + i]!
      cursors[row] = to + Math.max(0, lengths[row]!)
    }
  },
  read(records, place) {
    const { words, cursors } = records
    const { lengths, starts, elements } = readSpans(records, place)
    const values = new Float32Array(elements)
    const bits = new Uint32Array(values.buffer)
    for (let row = 0; row < lengths.length; row++) {
      const from = cursors[row]!
      for (let i = 0; i < lengths[row]!; i++) bits[starts[row]! + i] = words[from + i]!
      cursors[row] = from + Math.max(0, lengths[row]!)
    }
    return { kind: 'list', of: 'float', values, lengths, starts }
  },
}

export function stringListCodec(texts: TextWords): ColumnCodec<RawStringList> {
  return {
    words: 1,
    measure({ lengths, starts, values }, sizes) {
      for (let row = 0; row < lengths.length; row++)
        for (let i = 0; i < lengths[row]!; i++) sizes[row]! += texts.measure(values[starts[row]! + i]!)
    },
    write({ lengths, starts, values }, records, place) {
      const { words, cursors } = records
      writeLengths(lengths, records, place)
      for (let row = 0; row < lengths.length; row++)
        for (let i = 0; i < lengths[row]!; i++)
          cursors[row] = texts.write(values[starts[row]! + i]!, words, cursors[row]!)
    },
    read(records, place) {
      const { words, cursors } = records
      const { lengths, starts, elements } = readSpans(records, place)
      const values: string[] = new Array(elements)
      for (let row = 0; row < lengths.length; row++)
        for (let i = 0; i < lengths[row]!; i++) {
          const at = cursors[row]!
          values[starts[row]! + i] = texts.read(words, at)
          cursors[row] = texts.endOf(words, at)
        }
      return { kind: 'list', of: 'string', values, lengths, starts }
    },
  }
}
