import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { KeyColumn } from '../../src/features/keys.ts'
import { rawIntegers } from '../../src/features/raw.ts'
import { leastInt64 } from '../../src/graph/missing.ts'
import { finalize } from '../../src/graph/mix.ts'
import { GroupNumbers } from '../../src/rows/group-numbers.ts'

const texts = (values: readonly string[]): KeyColumn => ({ column: { kind: 'string', values } })
const ids = (values: readonly (bigint | undefined)[]): KeyColumn => ({
  column: rawIntegers(BigInt64Array.from(values, (value) => value ?? BigInt(leastInt64))),
})

test('a number a key by first occurrence, over batches; a missing key has its own', () => {
  const numbers = new GroupNumbers()
  expect([...numbers.of([ids([7n, 2n ** 40n + 7n, undefined, 7n])], 4)]).toEqual([0, 1, 2, 0])
  expect([...numbers.of([ids([undefined, 2n ** 40n + 7n, -7n])], 3)]).toEqual([3, 1, 4])
  expect(numbers.count).toBe(5)
})

test('parts of a key are compared one by one: their texts do not run together', () => {
  const numbers = new GroupNumbers()
  expect([...numbers.of([texts(['a b', 'a', '', 'a']), texts(['c', 'b c', 'c', 'b c'])], 4)]).toEqual([0, 1, 2, 1])
})

test('rows without key columns are groups of their own', () => {
  expect([...new GroupNumbers().of([], 3)]).toEqual([0, 1, 2])
})

test('keys of one hash are two keys', () => {
  // The hash of words (low, high) is finalize(finalize(low) * 0x9e3779b1 xor high): this high makes up for another low.
  const mixed = (low: number): number => Math.imul(finalize(low), 0x9e3779b1)
  const high = (mixed(1) ^ mixed(2)) >>> 0
  expect([...new GroupNumbers().of([ids([1n, BigInt.asIntN(64, (BigInt(high) << 32n) | 2n), 1n])], 3)]).toEqual([
    0, 1, 0,
  ])
})

test('numbers are those of a map, for any keys', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.bigInt({ min: -40n, max: 40n }), fc.constantFrom('x', 'y')), {
        maxLength: 3000,
        size: 'max',
      }),
      (keys) => {
        const known = new Map<string, number>()
        const expected = keys.map(([id, text]) => {
          const key = `${id} ${text}`
          known.set(key, known.get(key) ?? known.size)
          return known.get(key)
        })
        const scaled = keys.map(([id]) => id * 2n ** 33n)
        const found = new GroupNumbers().of([ids(scaled), texts(keys.map(([, text]) => text))], keys.length)
        expect([...found]).toEqual(expected)
      },
    ),
    { seed: 3, numRuns: 50 },
  )
})

test('tables grow: a hundred thousand keys, each twice', () => {
  const numbers = new GroupNumbers()
  const keys = ids(Array.from({ length: 100_000 }, (_, i) => BigInt(i) * 1_000_003n))
  const once = numbers.of([keys], 100_000)
  expect(once.every((number, i) => number === i)).toBe(true)
  expect(numbers.of([keys], 100_000)).toEqual(once)
})
