import { describe, expect, test } from 'vitest'
import { check, graphOf, trunk } from '../programs.ts'

const namesOf = (body: string): readonly string[] => graphOf(trunk(body)).parameters.map(({ name }) => name)
const saidOf = (body: string): readonly string[] => check(trunk(body)).map(({ code, message }) => `${code} ${message}`)

describe('for', () => {
  test('names its iterations by variable and number, from 0 for any range', () => {
    const body =
      'var h = embed(user_id)\nfor step in 3..5 { h = dense(h, units: step, bias: false) }\npredict click = sum(h)'
    expect(namesOf(body)).toEqual(['trunk.step0.h.w', 'trunk.step1.h.w'])
  })

  test('runs over a list, and over values', () => {
    const body = `var h = embed(user_id)
for width in [4, 2] { h = dense(h, units: width, bias: false) }
let both = stack(for x in [h, h] { x * 2 })
predict click = sum(both)`
    expect(namesOf(body)).toEqual(['trunk.width0.h.w', 'trunk.width1.h.w'])
  })

  test('of no rounds changes nothing', () => {
    expect(namesOf('var h = embed(user_id)\nfor i in 2..2 { h = dense(h, units: 4) }\npredict click = sum(h)')).toEqual(
      [],
    )
  })

  test.each([
    ['3', 'CTR3004 the iterable of a for is 3, expected a range or a list'],
    ['0..embed(pin_id)', 'CTR3020 the end of a range must be a compile-time constant, but this is [8]'],
    ['0..2.5', 'CTR3004 the end of a range is 2.5, expected a whole number'],
    ['0..5000', 'CTR3026 the number of iterations is 5000, the limit is 4096'],
  ])('over %s is one mistake', (over, message) => {
    const body = `let rounds = stack(for i in ${over} { embed(user_id) })\npredict click = sum(rounds)`
    expect(saidOf(body)).toEqual([message])
  })
})

describe('if', () => {
  test('takes the arm that its constants choose, and evaluates no other', () => {
    const body = 'let h = if 2 > 1 and not false { embed(user_id) } else { nobody }\npredict click = sum(h)'
    expect(saidOf(body)).toEqual([])
  })

  test('chains', () => {
    const body = 'let h = if 1 > 2 { 1 } else if 1 in [1, 2] { embed(user_id) } else { 3 }\npredict click = sum(h)'
    expect(saidOf(body)).toEqual([])
  })
})

describe('slices and elements', () => {
  test('of lists are constants, of values parts of the first axis', () => {
    const body = `let widths = [4, 6, 8]
let h = dense(embed(user_id), units: widths[1], bias: false)
let g = dense(h[2..6], units: first(widths[2..3]), bias: false)
predict click = sum(g)`
    const shapes = graphOf(trunk(body)).parameters.map(({ name, shape }) => [name, shape])
    expect(shapes).toEqual([
      ['trunk.g.w', [4, 8]],
      ['trunk.h.w', [8, 6]],
    ])
  })

  test.each([
    ['embed(user_id)[6..9]', 'CTR3003 a slice: 6..9; the first axis has 0..8'],
    ['embed(user_id)[4..4]', 'CTR3003 a slice: 4..4; the first axis has 0..8'],
    ['impressions_30d[0..1]', 'CTR3003 a slice: 0..1; one number has no axes'],
    ['embed(user_id) * [1, 2][2]', 'CTR3003 an element: position 2; the list has 2'],
  ])('%s is a mistake', (value, message) => {
    expect(saidOf(`let h = ${value}\npredict click = sum(h)`)).toEqual([message])
  })
})
