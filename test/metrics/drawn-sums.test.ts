import { expect, test } from 'vitest'
import { lanes, timesDrawn } from '../../src/metrics/drawn.ts'
import { drawnSums, drawnSumsAt } from '../../src/metrics/drawn-sums.ts'

/** 13 units, of which the resamples draw each number of times from 0 to 12, the most there is: each resample others. */
const counts = Uint32Array.from({ length: 13 }, (_, unit) =>
  Array.from({ length: lanes }, (_, lane) => ((unit + 2 * lane) % 13) * 2 ** (4 * lane)).reduce((a, b) => a + b),
)
/** Powers of two, so that every sum is exact and shows what it was made of. */
const values = Float64Array.from({ length: 13 }, (_, i) => 2 ** (4 * (i - 6)))

test('a unit has as often what it has as it was drawn, in each resample by itself', () => {
  const expected = Array.from({ length: lanes }, (_, lane) =>
    values.reduce((sum, value, unit) => sum + ((unit + 2 * lane) % 13) * value, 0),
  )
  expect([...drawnSums(values, counts)]).toEqual(expected)
  expect(expected[1]).toBe(values.reduce((sum, value, unit) => sum + timesDrawn(counts, unit, 1) * value, 0))
})

test('entries of named units count as often as their units', () => {
  const units = Uint32Array.of(12, 3, 3, 0)
  const column = Float64Array.of(1, 16, 256, 4096)
  const expected = Array.from({ length: lanes }, (_, lane) =>
    column.reduce((sum, value, i) => sum + ((units[i]! + 2 * lane) % 13) * value, 0),
  )
  expect([...drawnSumsAt(column, units, counts)]).toEqual(expected)
})
