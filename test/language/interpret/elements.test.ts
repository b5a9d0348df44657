import { describe, expect, test } from 'vitest'
import { check, trunk } from '../programs.ts'
import { evaluated } from './evaluated.ts'

const saidOf = (body: string): readonly string[] => check(trunk(body)).map(({ code, message }) => `${code} ${message}`)

describe('an entry of the first axis', () => {
  test('of a vector is a number, of a matrix a row', () => {
    expect(evaluated('x[1]', [5, 6, 7])).toEqual([6])
    expect(evaluated('reshape(x, [2, 3])[1]', [1, 2, 3, 4, 5, 6], 3)).toEqual([4, 5, 6])
    expect(evaluated('reshape(x, [2, 3])[1][0]', [1, 2, 3, 4, 5, 6])).toEqual([4])
  })

  test('counts from the end where it is negative, as in a list', () => {
    expect(evaluated('x[-1] - x[-3]', [5, 6, 8])).toEqual([3])
  })

  test('may be chosen by the variable of a for', () => {
    expect(evaluated('concat(for i in 0..2 { x[i + 1] * 10 })', [5, 6, 8], 2)).toEqual([60, 80])
  })

  test.each([
    ['v[8]', 'CTR3003 an element: position 8; the first axis has 8 entries'],
    ['v[-9]', 'CTR3003 an element: position -9; the first axis has 8 entries'],
    ['impressions_30d[0]', 'CTR3003 an element: position 0; one number has no axes'],
    ['v[0][0]', 'CTR3003 an element: position 0; one number has no axes'],
    ['v[0.5]', 'CTR3004 an index is 0.5, expected surface, a whole number or a range'],
    ['v[sum(v)]', 'CTR3020 an index must be a compile-time constant, but this is []'],
    ['country[0]', "CTR2012 'country' is a string: a model reads it through embed(country)"],
    [
      'embed(recent_pins)[0]',
      'CTR3004 what an element is read of is list<[8], 20>, expected a value; values(list)[i] reads a position, present or not',
    ],
  ])('%s is one mistake', (value, message) => {
    expect(saidOf(`let v = embed(user_id)\nlet w = ${value}\npredict click = sum(v) * w`)).toEqual([message])
  })

  test('of a probability is one, which a prediction refuses', () => {
    expect(saidOf('predict click = sigmoid(embed(user_id))[0]').map((said) => said.slice(0, 7))).toEqual(['CTR2024'])
  })
})
