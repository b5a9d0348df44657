import { lanesOf, type RawFloats, type RawIntegers } from '../../features/raw.ts'
import type { ColumnCodec } from './records.ts'

/** A word a number: its bits, so that every NaN stays what it is. */
export const floatCodec = (size: number): ColumnCodec<RawFloats> => ({
  words: size,
  measure: () => undefined,
  write({ values }, { words, starts }, place) {
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
    for (let row = 0, from = 0; row < starts.length; row++) {
      const at = starts[row]! + place
      for (let i = 0; i < size; i++) words[at + i] = bits[from++]!
    }
  },
  read({ words, starts }, place) {
    const values = new Float32Array(starts.length * size)
    const bits = new Uint32Array(values.buffer)
    for (let row = 0, to = 0; row < starts.length; row++) {
      const at = starts[row]! + place
      for (let i = 0; i < size; i++) bits[to++] = words[at + i]!
    }
    return { kind: 'float', size, values }
  },
})

export const integerCodec: ColumnCodec<RawIntegers> = {
  words: 2,
  measure: () => undefined,
  write({ lanes }, { words, starts }, place) {
    for (let row = 0; row < starts.length; row++) {
      const at = starts[row]! + place
      words[at] = lanes[2 * row]!
      words[at + 1] = lanes[2 * row + 1]!
    }
  },
  read({ words, starts }, place) {
    const values = new BigInt64Array(starts.length)
    const lanes = lanesOf(values)
    for (let row = 0; row < starts.length; row++) {
      const at = starts[row]! + place
      lanes[2 * row] = words[at]!
      lanes[2 * row + 1] = words[at + 1]!
    }
    return { kind: 'int64', values, lanes }
  },
}
