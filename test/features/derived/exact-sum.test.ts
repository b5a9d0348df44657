import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ExactSum, nearestDouble, unitBits } from '../../../src/features/derived/exact-sum.ts'

/** A double in units of 2^-1074, by its own bits. */
function units(value: number): bigint {
  const bits = new BigUint64Array(Float64Array.of(value).buffer)[0]!
  const field = (bits >> 52n) & 0x7ffn
  const mantissa = (bits & (2n ** 52n - 1n)) | (field === 0n ? 0n : 2n ** 52n)
  const magnitude = mantissa << (field === 0n ? 0n : field - 1n)
  return bits >> 63n === 0n ? magnitude : -magnitude
}

const sumOf = (values: readonly number[]): bigint => {
  const sum = new ExactSum()
  for (const value of values) sum.add(value)
  return sum.total
}

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })

describe('ExactSum', () => {
  test('loses nothing: small numbers beside large ones, and what cancels', () => {
    expect(sumOf([1e300, 1, -1e300, 2 ** -1074])).toBe(units(1) + 1n)
    expect(sumOf([0.1, 0.2, 0.3])).toBe(units(0.1) + units(0.2) + units(0.3))
    expect(sumOf([])).toBe(0n)
  })

  test('is the sum of the numbers, in any order', () => {
    fc.assert(
      fc.property(fc.array(finite), (values) => {
        const expected = values.reduce((sum, value) => sum + units(value), 0n)
        expect(sumOf(values)).toBe(expected)
        expect(sumOf([...values].reverse())).toBe(expected)
      }),
    )
  })

  test('of squares, of numbers of 53 bits too', () => {
    const number = fc.oneof(
      fc.double({ min: -1e100, max: 1e100, noNaN: true }).filter((x) => x === 0 || Math.abs(x) > 1e-100),
      fc.integer().map((x) => x * 2 ** 21 + 1),
    )
    fc.assert(
      fc.property(fc.array(number), (values) => {
        const sum = new ExactSum()
        for (const value of values) sum.addSquare(value)
        const expected = values.reduce((all, value) => all + units(value) * units(value), 0n)
        expect(sum.total << unitBits).toBe(expected)
      }),
    )
  })

  test('carries before its words are inexact', () => {
    const sum = new ExactSum()
    const value = 1 + 2 ** -52 * (2 ** 32 - 1)
    const count = 2 ** 21 + 5
    for (let i = 0; i < count; i++) sum.add(value)
    expect(sum.total).toBe(units(value) * BigInt(count))
  })
})

describe('nearestDouble', () => {
  test('is JavaScript division, where numbers are exact', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1 }), (a, b) => {
        expect(nearestDouble(BigInt(a), BigInt(b))).toBe(a / b)
      }),
    )
  })

  test('rounds ties to even, and looks at all that is left', () => {
    expect(nearestDouble(2n ** 53n + 1n, 1n)).toBe(2 ** 53)
    expect(nearestDouble(2n ** 53n + 3n, 1n)).toBe(2 ** 53 + 4)
    expect(nearestDouble((2n ** 53n + 1n) * 2n ** 300n + 1n, 2n ** 300n)).toBe(2 ** 53 + 2)
    expect(nearestDouble(-1n, 3n)).toBe(-1 / 3)
    expect(nearestDouble(0n, 7n)).toBe(0)
  })
})
