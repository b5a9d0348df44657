import { describe, expect, test } from 'vitest'
import type { FitResult } from '../../../src/features/derived/definition.ts'
import { type DerivationName, derivationOf } from '../../../src/features/derived/table.ts'
import { type RawColumn, rawIntegers } from '../../../src/features/raw.ts'
import { missingInteger } from '../../../src/graph/vocabulary.ts'
import { randomNumbers } from '../../emit/onnx/batch.ts'

const floats = (values: readonly number[]): RawColumn => ({ kind: 'float', size: 1, values: Float32Array.from(values) })
const integers = (values: readonly bigint[]): RawColumn => rawIntegers(BigInt64Array.from(values))

/** Fitted on columns, one behind the other, of which `isWanted` keeps rows. */
function fitted(
  of: DerivationName,
  stated: readonly number[],
  columns: readonly RawColumn[],
  isWanted = (_: number) => true,
): FitResult {
  const fitting = derivationOf(of).fit!.begin(stated)
  for (const column of columns) fitting.add(column, isWanted)
  return fitting.finish()
}
const constants = (result: FitResult): readonly number[] => {
  if (result.fault !== undefined) throw new Error(result.fault)
  return result.constants
}

describe('standardize', () => {
  test('has the mean and the deviation of the population', () => {
    // 2, 4, 4, 4, 5, 5, 7, 9: the textbook's example, of mean 5 and deviation 2.
    const values = [2, 4, 4, 4, 5, 5, 7, 9]
    expect(constants(fitted('standardize', [], [floats(values)]))).toEqual([5, 2])
    expect(constants(fitted('standardize', [], [integers(values.map(BigInt))]))).toEqual([5, 2])
  })

  test('leaves out what is missing, and rows of other surfaces', () => {
    const values = [2, Number.NaN, 4, Number.POSITIVE_INFINITY, 1e30]
    expect(constants(fitted('standardize', [], [floats(values)], (row) => row < 4))).toEqual([3, 1])
    expect(constants(fitted('standardize', [], [integers([2n, missingInteger, 4n])]))).toEqual([3, 1])
  })

  test('is the same whatever order rows come in, and in whatever pieces', () => {
    const next = randomNumbers(3)
    const values = Array.from({ length: 5000 }, () => (next() - 0.3) * 10 ** (next() * 12 - 4))
    const whole = constants(fitted('standardize', [], [floats(values)]))
    expect(constants(fitted('standardize', [], [floats([...values].reverse())]))).toEqual(whole)
    const pieces = [floats(values.slice(1234)), floats(values.slice(0, 1234))]
    expect(constants(fitted('standardize', [], pieces))).toEqual(whole)
    // Two passes in doubles, which round some 5000 times.
    const rounded = values.map(Math.fround)
    const mean = rounded.reduce((a, b) => a + b, 0) / rounded.length
    const deviation = Math.sqrt(rounded.reduce((a, b) => a + (b - mean) ** 2, 0) / rounded.length)
    expect(whole[0]! / mean).toBeCloseTo(1, 10)
    expect(whole[1]! / deviation).toBeCloseTo(1, 10)
  })

  test('of times in milliseconds, whose squares no double holds', () => {
    const at = 1_700_000_000_000n
    expect(constants(fitted('standardize', [], [integers([at, at + 1n, at + 2n, at + 3n])]))).toEqual([
      1_700_000_000_001.5,
      Math.sqrt(1.25),
    ])
  })

  test('cannot be fitted to one value, or none', () => {
    expect(fitted('standardize', [], [floats([0.1, 0.1, Number.NaN])])).toEqual({
      fault: 'constant',
      value: `${Math.fround(0.1)}`,
    })
    expect(fitted('standardize', [], [floats([Number.NaN])])).toEqual({ fault: 'nothing' })
    expect(fitted('standardize', [], [])).toEqual({ fault: 'nothing' })
  })
})

describe('quantiles', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => (i * 37) % 100)

  test('split the values into equal parts, each edge beginning its own', () => {
    expect(constants(fitted('quantiles', [4], [floats(hundred)]))).toEqual([25, 50, 75])
    expect(constants(fitted('quantiles', [4], [integers(hundred.map(BigInt))]))).toEqual([25, 50, 75])
    // 7 values in 3 parts: of ranks 0 and 1, 2 and 3, 4 to 6.
    expect(constants(fitted('quantiles', [3], [floats([1, 2, 3, 4, 5, 6, 7])]))).toEqual([3, 5])
  })

  test('that tie collapse upward', () => {
    const edges = constants(fitted('quantiles', [4], [floats([0, 0, 0, 0, 0, 1, 2, 3])]))
    expect(edges).toEqual([0, 0, 2])
    const ids = derivationOf('quantiles').host([floats([-1, 0, 1, 2])], [4, ...edges])
    expect(ids.kind === 'int64' && [...ids.values]).toEqual([0n, 2n, 2n, 3n])
  })

  test('of which all edges are one value are told apart', () => {
    expect(fitted('quantiles', [3], [floats([5, 5, 5])])).toEqual({ constants: [5, 5], tied: '5' })
    expect(fitted('quantiles', [3], [floats([-0, 0, 4])])).toMatchObject({ constants: [0, 4], tied: undefined })
    expect(fitted('quantiles', [3], [integers([missingInteger])])).toEqual({ fault: 'nothing' })
  })

  test('of integers that no double is have the next edge above', () => {
    const above = 2n ** 60n
    expect(constants(fitted('quantiles', [2], [integers([0n, above + 1n])]))).toEqual([2 ** 60 + 256])
    expect(constants(fitted('quantiles', [2], [integers([-above - 200n, -above - 1n])]))).toEqual([-(2 ** 60)])
    expect(constants(fitted('quantiles', [2], [integers([0n, 2n ** 63n - 1n])]))).toEqual([2 ** 63 - 1024])
  })
})

describe('constants of a file', () => {
  const read = (
    of: DerivationName,
    ...given: Parameters<NonNullable<ReturnType<typeof derivationOf>['fit']>['read']>
  ) => derivationOf(of).fit!.read(...given)

  test('are those that a fit gives', () => {
    expect(read('standardize', { mean: 1, deviation: 2 }, [], ['float'])).toEqual([1, 2])
    expect(read('quantiles', { edges: [0, 0, 1.5] }, [4], ['float'])).toEqual([0, 0, 1.5])
  })

  test('or they are refused', () => {
    expect(read('standardize', { mean: 1, deviation: 0 }, [], ['float'])).toBe(
      'its deviation is 0, which is not above 0',
    )
    expect(read('standardize', { edges: [1] }, [], ['float'])).toBe('it has no mean and deviation')
    expect(read('quantiles', { mean: 1 }, [4], ['float'])).toBe('it has no edges')
    expect(read('quantiles', { edges: [1] }, [4], ['float'])).toBe('it has 1 edges, of 4 quantiles')
    expect(read('quantiles', { edges: [1, 2, 0] }, [4], ['float'])).toBe('its edge 0 is behind 2')
    expect(read('quantiles', { edges: [1.5] }, [2], ['int'])).toBe('its edge 1.5 is no int64')
    expect(read('quantiles', { edges: [2 ** 63] }, [2], ['int'])).toBe(`its edge ${2 ** 63} is no int64`)
  })
})
