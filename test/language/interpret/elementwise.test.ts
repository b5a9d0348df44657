import { expect, test } from 'vitest'
import { check, graphOf, trunk } from '../programs.ts'

const ops = (expression: string) => graphOf(trunk(`let v = embed(user_id)\npredict click = sum(${expression})`)).ops

test('a callable op is a built-in of its name', () => {
  expect(ops('min(v, relu(v))').filter(({ kind }) => kind === 'minimum')).toHaveLength(1)
  expect(check(trunk('predict click = min(linear(embed(user_id)))')).map(({ code }) => code)).toEqual(['CTR3011'])
})

test('of constants it is a constant', () => {
  const constants = ops('v * min(exp(0), 2)').flatMap((op) => (op.kind === 'constant' ? op.attributes.data : []))
  expect(constants).toEqual([1])
  expect(ops('v * min(exp(0), 2)').some(({ kind }) => kind === 'minimum' || kind === 'exp')).toBe(false)
})
