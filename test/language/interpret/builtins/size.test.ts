import { describe, expect, test } from 'vitest'
import { check, graphOf, trunk } from '../../programs.ts'

const saidOf = (body: string): readonly string[] => check(trunk(body)).map(({ code, message }) => `${code} ${message}`)

describe('size', () => {
  test('is a constant, in arguments, types and conditions', () => {
    const body = `let v = embed(user_id)
let w: [2 * size(v)] = concat(v, v)
param p : [size(w), size(embed(recent_pins), axis: 0)]
let h = if size(stack(w, w, w), axis: -2) == 3 { dense(w @ p, units: floor(size(w) / 3), bias: false) } else { v }
predict click = sum(h)`
    expect(graphOf(trunk(body)).parameters.map(({ name, shape }) => [name, shape])).toEqual([
      ['trunk.h.w', [20, 5]],
      ['trunk.p', [16, 20]],
    ])
  })

  test('of the entries of a keyed value is that of each, if they have one', () => {
    const each = (units: string) => `let v = each place in surfaces { dense(embed(user_id), units: ${units}) }
predict click = sum(v[surface]) * size(v)`
    expect(saidOf(each('5'))).toEqual([])
    const body = `let v = each task in tasks { dense(embed(user_id), units: if task == click { 5 } else { 6 }) }
let n = size(v)
predict click = sum(v) * n
predict save = sum(v)`
    expect(saidOf(body).filter((said) => said.startsWith('CTR3'))).toEqual([
      "CTR3013 argument 'x' of 'size' is one value per tasks, expected a value of one shape",
    ])
  })

  test.each([
    ['size(v, axis: 1)', "CTR3003 'size': axis 1; [8] has the axes 0 to 0"],
    ['size(impressions_30d, axis: 0)', "CTR3003 'size': axis 0; one number has no axes"],
    [
      'size([4, 6])',
      "CTR3013 argument 'x' of 'size' is [4, 6], expected a value; length(list) counts the items of a list",
    ],
    ['size(country)', "CTR3013 argument 'x' of 'size' is the string 'country', expected a value of one shape"],
    ['size(v, axis: v)', 'CTR3020 the axis must be a compile-time constant, but this is [8]'],
  ])('%s is one mistake', (value, message) => {
    expect(saidOf(`let v = embed(user_id)\nlet n = ${value}\npredict click = sum(v) * n`)).toEqual([message])
  })
})

describe('floor and ceil', () => {
  const widthOf = (units: string) =>
    graphOf(trunk(`let h = dense(embed(user_id), units: ${units}, bias: false)\npredict click = sum(h)`)).parameters[0]!
      .shape[1]

  test.each([
    ['floor(7 / 2)', 3],
    ['ceil(7 / 2)', 4],
    ['floor(8 / 2)', 4],
    ['ceil(2.0)', 2],
    ['8 / 2', 4],
    ['5 + ceil(-7 / 2)', 2],
    ['5 + floor(-7 / 2)', 1],
    // 2^53 - 1 and its half, which doubles hold.
    ['floor(9_007_199_254_740_991 / 2) - 4_503_599_627_370_490', 5],
  ])('%s is %d', (units, width) => {
    expect(widthOf(units)).toBe(width)
  })

  test.each([
    ['7 / 2', "CTR3013 argument 'units' of 'dense' is 3.5, expected a whole number"],
    ['floor(v)', "CTR3020 the argument of 'floor' must be a compile-time constant, but this is [8]"],
    ['floor(relu)', "CTR1501 there is no name 'relu'"],
    ['ceil(1e30)', "CTR3013 argument 'x' of 'ceil' is 1e+30, expected a number below 2^53"],
  ])('units: %s is one mistake', (units, message) => {
    const said = saidOf(`let v = embed(user_id)\nlet h = dense(v, units: ${units})\npredict click = sum(h)`)
    expect(said.map((each) => each.slice(0, message.length))).toEqual([message])
  })
})
