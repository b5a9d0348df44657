import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ranked } from '../../src/metrics/ranks.ts'

const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1, -1, Number.MIN_VALUE, -Number.MIN_VALUE, 1e308),
)

test('ranks are those of a stable sort by comparison', () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 200 }), (values) => {
      const expected = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b)
      expect([...ranked(Float64Array.from(values))]).toEqual(expected)
    }),
    { seed: 2, numRuns: 300 },
  )
})
