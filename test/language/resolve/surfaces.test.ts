import { expect, test } from 'vitest'
import { expectMarked, programOf } from './marked-program.ts'

test('a surface without views has one', () => {
  const { surfaces } = programOf('surface lobby { views: [left, right] }')
  expect(surfaces.get('home_feed')?.views).toEqual(['default'])
  expect(surfaces.get('lobby')?.views).toEqual(['left', 'right'])
  expect([...surfaces.keys()]).toEqual(['home_feed', 'lobby', 'related_pins', 'search'])
})

test('what a surface may declare', () => {
  expectMarked(`
surface lobby { view: [left] } //~ CTR1520 surface lobby has no entry 'view'; did you mean 'views'?
surface hall { views: [] } //~ CTR1522 'views' is a list, expected one view or more
surface yard { views: [1] } //~ CTR1522 'views' is the number 1, expected a name
`)
})
