import { describe, expect, test } from 'vitest'
import { check, trunk } from '../programs.ts'

const gated = 'mmoe(embed(user_id), experts: 2, units: [8], gates: surfaces)'

/** What is reported for a let of this type and value. */
const said = (type: string, value: string): readonly string[] =>
  check(trunk(`export let x: ${type} = ${value}\npredict click = linear(embed(user_id))`)).map(({ message }) => message)

describe('a declared type holds', () => {
  test.each([
    ['[8]', 'embed(user_id)'],
    ['[last([4, 8])]', 'embed(user_id)'],
    ['[]', 'impressions_30d'],
    ['[]', '3'],
    ['[..., 8]', 'embed(recent_pins)'],
    ['list<[8], 20>', 'embed(recent_pins)'],
    ['[8] at user', 'embed(user_id)'],
    ['[8] at request', 'embed(user_id)'],
    ['per surfaces [8]', gated],
    ['per tasks [8]', gated.replace('surfaces', 'tasks')],
    ['per [surfaces, tasks] [8]', gated.replace('surfaces', '[surfaces, tasks]')],
  ])('%s = %s', (type, value) => {
    expect(said(type, value)).toEqual([])
  })
})

describe('a declared type does not hold', () => {
  test.each([
    ['[9]', 'embed(user_id)', '[8]', '[9]'],
    ['[8, 1]', 'embed(user_id)', '[8]', '[8, 1]'],
    ['list<[8], 21>', 'embed(recent_pins)', 'list<[8], 20>', 'list<[8], 21>'],
    ['list<[8], 20>', 'embed(user_id)', '[8]', 'list<[8], 20>'],
    ['[8] at user', 'embed(pin_id)', '[8] at ad', '[8] at user'],
    ['per surfaces [9]', gated, '[8]', 'per surfaces [9]'],
    ['per tasks [8]', gated, 'one value per surfaces', 'per tasks [8]'],
    ['per surfaces [8]', 'embed(user_id)', '[8]', 'per surfaces [8]'],
    ['[8]', gated, 'one value per surfaces', '[8]'],
    ['int', 'embed(user_id)', '[8]', 'a whole number'],
  ])('%s = %s', (type, value, found, expected) => {
    expect(said(type, value)).toEqual([`'x' gives ${found}, but its declared type is ${expected}`])
  })
})
