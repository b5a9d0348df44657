import { expect, it } from 'vitest'
import { erf } from '../../src/graph/error-function.ts'
import { fitsFloat32, largestFloat32 } from '../../src/graph/float32.ts'
import { initialParameter } from '../../src/graph/initial.ts'

// Abramowitz and Stegun, table 7.1, to its ten digits and more: both formulas, beside where one takes over from the other.
it.each([
  [0.5, 0.5204998778130465],
  [1, 0.8427007929497149],
  [2, 0.9953222650189527],
  [2.4, 0.9993114861033549],
  [2.6, 0.9997639655834707],
  [3, 0.9999779095030014],
  [4, 0.9999999845827421],
  [7, 1],
])('erf(%s)', (x, y) => {
  expect(Math.abs(erf(x) - y)).toBeLessThan(1e-14)
  expect(erf(-x)).toBe(-erf(x))
})

it('erf keeps NaN, 0 and the infinities', () => {
  expect(erf(Number.NaN)).toBeNaN()
  expect(erf(0)).toBe(0)
  expect(erf(Number.POSITIVE_INFINITY)).toBe(1)
  expect(erf(Number.NEGATIVE_INFINITY)).toBe(-1)
})

it('a number fits 32 bits where it is neither infinite nor 0 there', () => {
  const values = [0, -0, 1, largestFloat32, -largestFloat32, 2 ** -149]
  expect(values.map(fitsFloat32)).toEqual(values.map(() => true))
  const others = [2 ** 128, -(2 ** 128), 1e-46, -1e-46, Number.NaN, Number.POSITIVE_INFINITY]
  expect(others.map(fitsFloat32)).toEqual(others.map(() => false))
})

it.each([
  [{ kind: 'zeros' }, [0, 0, 0, 0]],
  [{ kind: 'ones' }, [1, 1, 1, 1]],
  [{ kind: 'constant', value: 0.25 }, [0.25, 0.25, 0.25, 0.25]],
  [{ kind: 'values', values: [1, 2, 3, 4] }, [1, 2, 3, 4]],
] as const)('a parameter that starts as $kind', (initial, values) => {
  expect(Array.from(initialParameter(1, { name: 'w', shape: [2, 2], initial }))).toEqual(values)
})
