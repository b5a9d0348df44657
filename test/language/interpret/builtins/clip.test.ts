import { describe, expect, test } from 'vitest'
import { check, trunk } from '../../programs.ts'
import { evaluated } from '../evaluated.ts'

const saidOf = (body: string): readonly string[] => check(trunk(body)).map(({ code, message }) => `${code} ${message}`)

describe('clip', () => {
  test('keeps what lies within its bounds, which may be values', () => {
    expect(evaluated('clip(x, -1, 2.5)', [-3, -1, 0, 2, 7], 5)).toEqual([-1, -1, 0, 2, 2.5])
    expect(evaluated('clip(x, 0 - x, hi: 3)', [-3, 1, 5], 3)).toEqual([3, 1, 3])
  })

  test('of constants is a constant', () => {
    expect(evaluated('x[clip(7, 0, 2)]', [4, 5, 6])).toEqual([6])
  })

  test('of a probability is one', () => {
    expect(saidOf('predict click = clip(sigmoid(sum(embed(user_id))), 0.1, 0.9)').map((s) => s.slice(0, 7))).toEqual([
      'CTR2024',
    ])
  })

  test('refuses bounds in the wrong order, and shapes that do not fit', () => {
    const of = (call: string) => saidOf(`predict click = sum(${call})`)
    expect(of('clip(embed(user_id), 1, 0)')).toEqual([
      "CTR3013 argument 'hi' of 'clip' is 0, expected 1 or more, which is 'lo'",
    ])
    expect(of('clip(embed(user_id), 0, embed(country))').map((said) => said.slice(0, 39))).toEqual([
      "CTR3001 'min' cannot combine [8] and [4",
    ])
  })
})
