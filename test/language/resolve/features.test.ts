import { expect, test } from 'vitest'
import { SurfaceSet } from '../../../src/graph/surfaces.ts'
import { expectMarked, programOf } from './marked-program.ts'

test('kinds, levels, surfaces and literals are read', () => {
  const { features } = programOf(`
features of candidate on search, home_feed {
  position : int missing -124 default 0 served as 1
  score    : float missing -1 default 0.5
  image    : [64] default 0
  word     : string missing "none" in countries
  seen     : list<id, 100> in pins
  twin     : id missing -1
}
`)
  const of = (name: string) => features.get(name)
  expect(of('position')).toMatchObject({
    type: { kind: 'int' },
    level: 'candidate',
    missing: -124,
    default: 0,
    servedAs: 1,
  })
  expect(of('position')?.surfaces?.equals(SurfaceSet.of(['home_feed', 'search']))).toBe(true)
  expect(of('score')).toMatchObject({ type: { kind: 'float' }, missing: -1, default: 0.5, servedAs: undefined })
  expect(of('image')).toMatchObject({ type: { kind: 'vector', size: 64 }, default: 0 })
  expect(of('word')).toMatchObject({ type: { kind: 'string', table: 'countries' }, missing: 'none' })
  expect(of('seen')).toMatchObject({ type: { kind: 'list', element: 'id', length: 100, table: 'pins' } })
  expect(of('twin')).toMatchObject({ type: { kind: 'id', table: undefined }, missing: -1 })
  expect(of('user_id')?.surfaces).toBeUndefined()
})

test('what only ids, strings and lists of them have, and what only numbers have', () => {
  expectMarked(`
features of user {
  age      : int default 0 in users //~ CTR1540 'age' has type int, which does not allow 'in'
  embedded : [4] default 0 in users //~ CTR1540 'embedded' has type [4], which does not allow 'in'
  board    : id default 0 in pins //~ CTR1540 which does not allow 'default': without a value it reads its table's own trained missing row
  city     : string default "x" in countries //~ CTR1540 which does not allow 'default'
  recent   : list<id, 4> default 0 in pins //~ CTR1540 'recent' has type list<id, 4>, which does not allow 'default': a missing list is empty
  vector   : [4] missing -1 default 0 //~ CTR1540 'vector' has type [4], which does not allow 'missing'
}
`)
})

test('literals of another type', () => {
  expectMarked(`
features of user {
  age   : int default 0.5 //~ CTR1541 'default' of 'age' is the number 0.5, expected a whole number: the feature has type int
  days  : int missing "none" default 0 //~ CTR1541 'missing' of 'days' is the string "none"
  rate  : float default "low" //~ CTR1541 expected a number: the feature has type
  board : id missing "" in pins //~ CTR1541 expected a whole number: the feature has type
  city  : string missing -1 in countries //~ CTR1541 'missing' of 'city' is the number -1, expected a string: the feature has type string
  seen  : int default true //~ CTR1541 'default' of 'seen' is true, expected a whole number: the feature has type int
  large : int missing 1e18 default 0 //~ CTR1541 expected a whole number up to 9_007_199_254_740_991: the feature has type
  town  : string served as 1 in countries //~ CTR1541 'served as' of 'town'
}
`)
})

test('features of one line have its type and clauses each', () => {
  const { features } = programOf(`
features of ad { saves_7d, hides_7d : float missing -1 default 0, board, topic : id in pins }
`)
  const clauses = { type: { kind: 'float' }, level: 'ad', missing: -1, default: 0 }
  expect(features.get('saves_7d')).toMatchObject({ name: 'saves_7d', ...clauses })
  expect(features.get('hides_7d')).toMatchObject({ name: 'hides_7d', ...clauses })
  expect(features.get('topic')).toMatchObject({ name: 'topic', type: { kind: 'id', table: 'pins' } })
})

test('what is wrong with a line is reported once, what is wrong with a name there', () => {
  expectMarked(`
features of user {
  age, weight : int default 0.5 //~ CTR1541 'default' of 'age'
  board, boards : id in pinz //~ CTR1501 did you mean 'pins'
  twin, twin : float default 0 //~ CTR1502 'twin'
  view, size : float default 0 //~ CTR1515 'view' is built in
}
`)
})

test('surface and view are features of every row', () => {
  expectMarked(`
features of user {
  surface : string in countries //~ CTR1515 'surface' is built in: every row has it
  view    : int default 0 //~ CTR1515 'view' is built in: every row has it
}
`)
})

test('sizes are whole numbers of one or more', () => {
  expectMarked(`
features of user {
  nothing : [0] default 0 //~ CTR1522 'the length of a vector' is the number 0, expected a whole number at least 1
  some    : list<id, 2.5> in pins //~ CTR1522 'the length of a list' is the number 2.5
}
`)
})
