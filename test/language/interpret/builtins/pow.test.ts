import { describe, expect, test } from 'vitest'
import { check, graphOf, trunk } from '../../programs.ts'
import { evaluated } from '../evaluated.ts'

const reportsOf = (body: string): readonly string[] =>
  check(trunk(body)).map(({ code, message }) => `${code} ${message}`)
const kindsOf = (y: string) => graphOf(trunk(`predict click = sum(${y})`)).ops.map(({ kind }) => kind)

describe('pow', () => {
  test('is the power of each element', () => {
    expect(evaluated('pow(x, 3)', [-2, 0, 0.5], 3)).toEqual([-8, 0, 0.125])
    expect(evaluated('pow(x, n: 0.5)', [4, 9, 0], 3)).toEqual([2, 3, 0])
    expect(evaluated('pow(x, -1)', [4, -0.5], 2)).toEqual([0.25, -2])
  })

  test('with exponents 0 and 1 is no op: ones, also of 0, and the value itself', () => {
    expect(evaluated('pow(x, 0)', [0, -3], 2)).toEqual([1, 1])
    expect(evaluated('pow(x, 1)', [0, -3], 2)).toEqual([0, -3])
    expect(kindsOf('pow(embed(user_id), 0)')).not.toContain('pow')
    expect(kindsOf('pow(embed(user_id), 1)')).not.toContain('pow')
    expect(kindsOf('pow(embed(user_id), 2)')).toContain('pow')
  })

  test('of constants is a constant, a whole number where both are', () => {
    expect(evaluated('x[pow(2, 1)] * pow(2, -1)', [1, 3, 6])).toEqual([3])
    expect(reportsOf('param w : [pow(2.0, 2)]\npredict click = sum(w)')[0]).toMatch(/^CTR3020 a dimension/)
  })

  test('of a probability with an exponent above 0 is one', () => {
    const of = (n: string) => reportsOf(`predict click = pow(sigmoid(sum(embed(user_id))), ${n})`)
    expect(of('2').map((each) => each.slice(0, 7))).toEqual(['CTR2024'])
    expect(of('-2')).toEqual([])
  })

  test('refuses an exponent that is no constant, or no number', () => {
    const of = (n: string) => reportsOf(`predict click = sum(pow(embed(user_id), ${n}))`)
    expect(of('impressions_30d')[0]).toMatch(/^CTR3020 an exponent must be a compile-time constant/)
    expect(of('"two"')).toEqual(["CTR3013 argument 'n' of 'pow' is \"two\", expected a number"])
    expect(of('1e60')[0]).toMatch(/^CTR3029/)
  })
})
