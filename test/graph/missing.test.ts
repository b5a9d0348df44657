import { describe, expect, it } from 'vitest'
import {
  isMissingBigint,
  isMissingFloat,
  isMissingWord,
  isMissingWords,
  isUnreadableWord,
  missingElements,
  sentinelInteger,
  wordsAsDouble,
} from '../../src/graph/missing.ts'
import { noRows } from '../../src/graph/types.ts'

const least = -(2n ** 63n)

describe('what is missing', () => {
  it('of floats: NaN, the infinities, and the sentinel as a 32-bit float', () => {
    const plain = isMissingFloat(undefined)
    expect([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(plain)).toEqual([true, true, true])
    expect([0, -1, 0.1].map(plain)).toEqual([false, false, false])
    const marked = isMissingFloat(0.1)
    expect([Math.fround(0.1), 0.1, Number.NaN, 0].map(marked)).toEqual([true, false, true, false])
  })
  it('of integers: the least, and the sentinel', () => {
    const plain = isMissingBigint(undefined)
    expect([least, least + 1n, 0n, -1n, 2n ** 63n - 1n].map(plain)).toEqual([true, false, false, false, false])
    const marked = isMissingBigint(-124)
    expect([least, -124n, 124n, 0n, 2n ** 32n - 124n].map(marked)).toEqual([true, true, false, false, false])
  })
  it('of integers by their words, low and high', () => {
    const marked = isMissingWords(2 ** 32 + 7)
    expect([marked(7, 1), marked(7, 0), marked(0, 1), marked(0, 0x80000000), marked(1, 7)]).toEqual([
      true,
      false,
      false,
      true,
      false,
    ])
  })
  it('a sentinel that is no int64 marks none of them', () => {
    expect([1.5, 2 ** 63, Number.NaN, Number.POSITIVE_INFINITY].map(sentinelInteger)).toEqual(Array(4).fill(undefined))
    expect([-1, -(2 ** 63), 2 ** 53].map(sentinelInteger)).toEqual([-1n, least, 2n ** 53n])
    const marked = isMissingBigint(1.5)
    expect([1n, 2n, least].map(marked)).toEqual([false, false, true])
  })
  it('of words: "", NUL inside, half of a surrogate pair', () => {
    const words = ['', 'a\0b', 'a\ud83d', '\ude00b', '\u{1f600}', 'a', ' ']
    expect(words.map(isMissingWord)).toEqual([true, true, true, true, false, false, false])
    expect(words.map(isUnreadableWord)).toEqual([false, true, true, true, false, false, false])
  })
  it('of a tensor, by its dtype', () => {
    const at = (tensor: Parameters<typeof missingElements>[0], sentinel?: number) =>
      Array.from(tensor.data, (_, i) => missingElements(tensor, sentinel)(i))
    const float = { type: { dtype: 'float32', shape: [], rows: noRows }, rows: 3 } as const
    expect(at({ ...float, data: Float64Array.of(0.1, Number.NaN, 1) }, 0.1)).toEqual([true, true, false])
    const int = { type: { dtype: 'int64', shape: [], rows: noRows }, rows: 2 } as const
    // 2^53 + 1 is no double: the integers beside it decide.
    const integers = BigInt64Array.of(2n ** 53n + 1n, 2n ** 53n)
    expect(at({ ...int, data: Float64Array.of(2 ** 53, 2 ** 53), integers }, 2 ** 53)).toEqual([false, true])
    expect(at({ ...int, data: Float64Array.of(-(2 ** 63), 5) }, 5)).toEqual([true, true])
    const word = { type: { dtype: 'string', shape: [], rows: noRows }, rows: 2 } as const
    expect(at({ ...word, data: new Float64Array(2), strings: ['', 'x'] })).toEqual([true, false])
  })
})

describe('an int64 by its words', () => {
  const words = (value: bigint): [number, number] => [
    Number(BigInt.asUintN(32, value)),
    Number(BigInt.asUintN(32, value >> 32n)),
  ]
  it('is exact to 2^53', () => {
    for (const value of [0n, 1n, -1n, 2n ** 32n, -(2n ** 32n) - 5n, 2n ** 53n - 1n, -(2n ** 53n)])
      expect(wordsAsDouble(...words(value))).toBe(Number(value))
  })
  it('becomes the nearest float32, whatever its last bits', () => {
    // Halfway between two floats, 2^62 + 2^38: one more tips it up, one less down.
    for (const value of [2n ** 62n + 2n ** 38n + 1n, 2n ** 62n + 2n ** 38n - 1n, 2n ** 62n + 2n ** 38n]) {
      const due = value > 2n ** 62n + 2n ** 38n ? 2 ** 62 + 2 ** 39 : 2 ** 62
      expect(Math.fround(wordsAsDouble(...words(value)))).toBe(due)
      expect(Math.fround(wordsAsDouble(...words(-value)))).toBe(-due)
    }
  })
})
