import { expect, test } from 'vitest'
import { check, graphOf, program, trunk } from '../programs.ts'
import { evaluated } from './evaluated.ts'

test('a list stands for its items, however deep, where a call takes any number of values', () => {
  expect(evaluated('concat([x[0], [x[1], x[1]]], 7, for i in 0..2 { [x[i], 9] })', [1, 2], 8)).toEqual([
    1, 2, 2, 7, 1, 9, 2, 9,
  ])
  expect(evaluated('sum(stack([x, x], [[x]]))', [1, 2])).toEqual([9])
})

test('a named list of values is read by a tower as the tower sees its items', () => {
  const files = program(`model m on home_feed, search {
  trunk { export let parts = [embed(user_id), each place in surfaces { dense(embed(pin_id), units: 3) }] }
  calibrate click with platt
}
tower home_feed of m { predict click = linear(concat(parts)) }
tower search of m { predict click = linear(concat(parts, embed(country))) }
`)
  const weights = graphOf(files).parameters.filter(({ name }) => name.endsWith('.click.w'))
  expect(weights.map(({ name, shape }) => [name, shape[0]])).toEqual([
    ['home_feed.click.w', 11],
    ['search.click.w', 15],
  ])
})

test('a list of values is no value', () => {
  const said = check(trunk('let l = [embed(user_id), 1]\nlet v = l + 1\npredict click = sum(v)'))
  expect(said.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'CTR3004 an operand is a list of 2 values, expected a value of the graph',
  ])
})
