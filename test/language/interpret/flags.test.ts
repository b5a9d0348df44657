import { describe, expect, test } from 'vitest'
import { check, trunk } from '../programs.ts'
import { evaluated } from './evaluated.ts'

const saidOf = (body: string): readonly string[] => check(trunk(body)).map(({ code, message }) => `${code} ${message}`)

describe('comparisons of values', () => {
  test.each([
    ['x < 2', [1, 0, 0]],
    ['x <= 2', [1, 1, 0]],
    ['x > 2', [0, 0, 1]],
    ['2 >= x', [1, 1, 0]],
    ['x == 2', [0, 1, 0]],
    ['x != x[1]', [1, 0, 1]],
  ])('%s is 1 where it holds, else 0', (value, flags) => {
    expect(evaluated(value, [1, 2, 3], 3)).toEqual(flags)
  })

  test('and, or, not take what is not 0 as true', () => {
    expect(evaluated('x > 1 and x < 3', [1, 2, 3], 3)).toEqual([0, 1, 0])
    expect(evaluated('x or x[1]', [0, 0, -3], 3)).toEqual([0, 0, 1])
    expect(evaluated('not x', [0, 5, -3], 3)).toEqual([1, 0, 0])
    expect(evaluated('x > 1 and not (x == 3 or false)', [1, 2, 3], 3)).toEqual([0, 1, 0])
  })

  test('select beside where', () => {
    expect(evaluated('where(x > 0, x, -2 * x)', [-1, 2], 2)).toEqual([2, 2])
  })

  test.each([
    [
      'if v > 0 { v } else { v }',
      'CTR3020 the condition of an if must be a compile-time constant, but this is [8]; where(condition, a, b) selects per row',
    ],
    ['v > embed(country)', "CTR3001 '<' or '>' cannot combine [4] and [8]: "],
    ['v == "red"', 'CTR3004 an operand is "red", expected a value of the graph'],
    ['v % 2', "CTR3020 an operand of '%' must be a compile-time constant, but this is [8] and 2"],
    ['country == v', "CTR2012 'country' is a string: a model reads it through embed(country)"],
    ['v > 0 > 1', 'CTR1'],
  ])('%s is one mistake', (value, message) => {
    const said = saidOf(`let v = embed(user_id)\nlet w = ${value}\npredict click = sum(v) * sum(w)`)
    expect(said.map((each) => each.slice(0, message.length))).toEqual([message])
  })
})
