import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isMissingKey, keyText, sameKey } from '../../src/features/keys.ts'
import { type RawColumn, rawIntegers } from '../../src/features/raw.ts'
import { missingInteger } from '../../src/graph/vocabulary.ts'

const words = (...values: string[]): RawColumn => ({ kind: 'string', values })
const integers = (...values: bigint[]): RawColumn => rawIntegers(BigInt64Array.from(values))

test('a key is missing as its null or its sentinel, and in no other case', () => {
  const strings = words('', 'none', 'undefined', 'null')
  expect([0, 1, 2, 3].map(isMissingKey({ column: strings }))).toEqual([true, false, false, false])
  expect([0, 1, 2, 3].map(isMissingKey({ column: strings, sentinel: 'none' }))).toEqual([true, true, false, false])
  const ids = integers(missingInteger, -1n, 2n ** 32n - 1n, missingInteger + 1n)
  expect([0, 1, 2, 3].map(isMissingKey({ column: ids }))).toEqual([true, false, false, false])
  expect([0, 1, 2, 3].map(isMissingKey({ column: ids, sentinel: -1 }))).toEqual([true, true, false, false])
})

test('ids are compared by both of their words', () => {
  const ids = integers(1n, 1n + 2n ** 32n, 2n, 1n)
  expect([1, 2, 3].map((row) => sameKey(ids, 0, row))).toEqual([false, false, true])
})

test('keys of several columns have one text where they agree in each', () => {
  const word = fc.constantFrom('a', 'a b', 'b', 'b c', 'c', '","', '"')
  const id = fc.constantFrom(1n, 11n, 1n + 2n ** 32n, 2n ** 53n, 2n ** 53n + 1n)
  const row = fc.tuple(word, word, id)
  fc.assert(
    fc.property(row, row, (a, b) => {
      const columns = [words(a[0], b[0]), words(a[1], b[1]), integers(a[2], b[2])]
      const text = keyText(columns.map((column) => ({ column })))
      const equal = a.every((value, i) => value === b[i])
      expect(text(0) === text(1)).toBe(equal)
      expect(columns.every((column) => sameKey(column, 0, 1))).toBe(equal)
    }),
  )
  const twice = keyText([{ column: words('a b', 'a') }, { column: words('c', 'b c') }])
  expect(twice(0)).not.toBe(twice(1))
  expect(keyText([{ column: words('a', '') }, { column: words('b', 'b') }])(1)).toBeUndefined()
})
