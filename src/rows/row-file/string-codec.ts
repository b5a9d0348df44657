import type { RawStrings } from '../../features/raw.ts'
import type { ColumnCodec } from './records.ts'
import type { TextWords } from './text-words.ts'

export function stringCodec(texts: TextWords): ColumnCodec<RawStrings> {
  return {
    words: 0,
    measure({ values }, sizes) {
      for (let row = 0; row < values.length; row++) sizes[row]! += texts.measure(values[row]!)
    },
    write({ values }, { words, cursors }) {
      for (let row = 0; row < values.length; row++) cursors[row] = texts.write(values[row]!, words, cursors[row]!)
    },
    read({ words, starts, cursors }) {
      const values: string[] = new Array(starts.length)
      for (let row = 0; row < starts.length; row++) {
        const at = cursors[row]!
        values[row] = texts.read(words, at)
        cursors[row] = texts.endOf(words, at)
      }
      return { kind: 'string', values }
    },
  }
}
