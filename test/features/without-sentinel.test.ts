import { expect, test } from 'vitest'
import { rawIntegers } from '../../src/features/raw.ts'
import { withoutSentinel } from '../../src/features/without-sentinel.ts'
import { missingInteger } from '../../src/graph/vocabulary.ts'

test('an integer that equals the sentinel is missing, at any size', () => {
  // Doubles cannot tell 2^53 and 2^53 + 1 apart.
  const column = rawIntegers(BigInt64Array.of(-1n, 0n, 2n ** 53n, 2n ** 53n + 1n))
  const cleared = (sentinel: number) => {
    const found = withoutSentinel(column, sentinel)
    return found.kind === 'int64' ? [...found.values] : undefined
  }
  expect(cleared(-1)).toEqual([missingInteger, 0n, 2n ** 53n, 2n ** 53n + 1n])
  expect(cleared(2 ** 53)).toEqual([-1n, 0n, missingInteger, 2n ** 53n + 1n])
  expect(cleared(0.5)).toEqual([...column.values])
})

test('a word that equals the sentinel is missing; without a sentinel nothing is', () => {
  const column = { kind: 'string', values: ['none', 'None', ''] } as const
  expect(withoutSentinel(column, 'none')).toEqual({ kind: 'string', values: ['', 'None', ''] })
  expect(withoutSentinel(column, undefined)).toBe(column)
})
