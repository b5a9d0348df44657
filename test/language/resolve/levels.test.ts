import { expect, test } from 'vitest'
import { expectMarked, programOf } from './marked-program.ts'

const levels = (text: string) =>
  expectMarked(`${text}\nmodel m on s { trunk { predict click = 1 } }\nsurface s`, {
    without: ['surfaces', 'levels', 'features', 'log', 'model'],
  })

test('the order of levels', () => {
  const { levels } = programOf('')
  expect(levels.row).toBe('candidate')
  expect(levels.coarserThan('candidate')).toEqual(['ad', 'user', 'request'])
  expect(levels.meet('user', 'ad')).toBe('candidate')
})

test('levels within each other', () => {
  levels(`
level a by x within c
level b by y within a //~ CTR1530 level 'a' is within itself: a within c within b within a
level c by z within b
level row within c
`)
})

test('a level within itself', () => {
  levels("level a by x within a //~ CTR1530 level 'a' is within itself: a within a\nlevel row within a")
})

test('within an unknown level', () => {
  levels("level user by u\nlevel row within usr //~ CTR1501 there is no level 'usr'; did you mean 'user'?")
})

test('two levels with nothing below', () => {
  const { diagnostics } = levels(`
level user by u
level ad by p
level row within user //~ CTR1531 no level is within ad and row; exactly one level, the row level, lies within all others
`)
  expect(diagnostics[0]?.related).toHaveLength(1)
})

test('no row level at all', () => {
  levels(
    "level user by u\nlevel request by r within user //~ CTR1531 'request' lies within all other levels but has the key r",
  )
})

test('a level without a key', () => {
  levels("level user //~ CTR1533 level 'user' has no key; only the row level 'row' may omit it\nlevel row within user")
})

test('two levels that meet at no one coarsest level', () => {
  levels(`
level user by u //~ CTR1532 'ad' and 'user' have no single coarsest level within both (found asked and seen); a value that reads both needs one
level ad by p
level seen by s within user, ad
level asked by q within user, ad
level row within seen, asked
`)
})

test('a diamond with a level in its middle is fine', () => {
  levels(`
level user by u
level ad by p
level both by b within user, ad
level seen by s within both
level asked by q within both
level row within seen, asked
`)
})

test('a program without levels', () => {
  expectMarked('model m on s { trunk { predict click = 1 } } //~ CTR1531 no level is declared\nsurface s', {
    without: ['surfaces', 'levels', 'features', 'log', 'model'],
  })
})
