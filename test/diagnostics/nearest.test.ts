import { expect, test } from 'vitest'
import { nearest } from '../../src/diagnostics/nearest.ts'

test.each([
  ['usr_id', ['user_id', 'pin_id'], 'user_id'],
  ['quer_ytitle', ['query_title'], 'query_title'],
  ['Click', ['click', 'clock'], 'click'],
  ['abc', ['abd', 'abe'], 'abd'],
  ['country', ['position', 'image'], undefined],
  ['x', ['y', 'X'], 'X'],
  ['x', ['y'], undefined],
  ['ab', ['ac'], 'ac'],
  ['x', [], undefined],
  ['same', ['same'], undefined],
])('%s among %j is %s', (name, candidates, expected) => {
  expect(nearest(name, candidates)).toBe(expected)
})
