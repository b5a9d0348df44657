import { expect, test } from 'vitest'
import { expectMarked, programOf } from './marked-program.ts'

test('a key takes the type of its feature, else its declared type, else id', () => {
  const { levelKeys } = programOf('')
  expect([...levelKeys.values()]).toEqual([
    { name: 'pin_id', type: 'id', isFeature: true },
    { name: 'request_id', type: 'string', isFeature: false },
    { name: 'user_id', type: 'id', isFeature: true },
  ])
})

test('composite keys, default and declared types', () => {
  const { levelKeys, levels } = programOf(
    `
level user by user_id
level day by user_id, day: int within user
level row within day
surface s
model m on s { trunk { predict click = 1 } }
`,
    { without: ['surfaces', 'levels', 'features', 'log', 'model'] },
  )
  expect(levels.declaration('day')?.by).toEqual(['user_id', 'day'])
  expect(levelKeys.get('day')).toEqual({ name: 'day', type: 'int', isFeature: false })
  expect(levelKeys.get('user_id')).toEqual({ name: 'user_id', type: 'id', isFeature: false })
})

const levels = (text: string) =>
  expectMarked(`${text}\nsurface s\nmodel m on s { trunk { predict click = 1 } }`, {
    without: ['surfaces', 'levels', 'features', 'log', 'model'],
  })

test('a key that is no id, string or int', () => {
  levels(`
level user by score: float //~ CTR1534 the level key 'score' has type float
level ad by image //~ CTR1534 the level key 'image' has type vector
level row within user, ad
features of row { image : [4] default 0 }
`)
})

test('a stated type against the feature', () => {
  levels(`
level user by name: id //~ CTR1536 the level key 'name' is id here and string elsewhere
level row within user
features of user { name : string }
`)
})

test('two levels that declare different types of one key', () => {
  levels(`
level user by who: string //~ CTR1536 the level key 'who' is string here and int elsewhere
level day by who: int, day within user
level row within day
`)
})
