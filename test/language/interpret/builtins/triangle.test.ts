import { describe, expect, test } from 'vitest'
import { check, trunk } from '../../programs.ts'
import { evaluated } from '../evaluated.ts'

const saidOf = (body: string): readonly string[] => check(trunk(body)).map(({ code, message }) => `${code} ${message}`)

describe('triangle', () => {
  test('is what lies above the diagonal, row by row', () => {
    expect(evaluated('triangle(reshape(x, [2, 2]))', [1, 2, 3, 4])).toEqual([2])
    const square = [11, 12, 13, 14, 21, 22, 23, 24, 31, 32, 33, 34, 41, 42, 43, 44]
    expect(evaluated('triangle(reshape(x, [4, 4]))', square, 6)).toEqual([12, 13, 14, 23, 24, 34])
  })

  test('of products with oneself are those of pairs: half the square of the sum less the squares', () => {
    const [a, b, c] = [2, 3, 5]
    const sum = evaluated('sum(triangle(repeat(x, times: 1) @ transpose(repeat(x, times: 1))))', [a, b, c])
    expect(sum).toEqual([((a + b + c) ** 2 - a * a - b * b - c * c) / 2])
  })

  test.each(['v', 'stack(v, v)', 'reshape(v[0..1], [1, 1])'])('of %s is one mistake', (of) => {
    const said = saidOf(`let v = embed(user_id)\nlet t = triangle(${of})\npredict click = sum(v) * sum(t)`)
    expect(said.map((each) => each.slice(0, 7))).toEqual(['CTR3013'])
    expect(said[0]).toContain('a square matrix of two rows or more')
  })

  test('is part of a budget', () => {
    const body = 'let m = stack(embed(user_id), embed(pin_id))\npredict click = linear(triangle(m @ transpose(m)))'
    const files = trunk(body)
    const budget = { ...files, '/main.ctr': `${files['/main.ctr']}serve m { budget: { parameters: 10 } }\n` }
    // Two tables of 1001 rows of 8 numbers, one weight and one bias.
    const found = check(budget).filter(({ code }) => code === 'CTR2018')
    expect(found.map(({ message }) => /needs ([\d,._KM]+)/.exec(message)?.[1])).toEqual(['16_018', '16_018'])
  })
})
