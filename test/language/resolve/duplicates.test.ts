import { expect, test } from 'vitest'
import { expectMarked } from './marked-program.ts'

test('one name is one thing of its kind, and both places are shown', () => {
  const { diagnostics } = expectMarked(
    `
surface home_feed //~ CTR1502 surface 'home_feed' is declared twice
level user by user_id //~ CTR1502 level 'user' is declared twice
features of user {
  country : string in countries //~ CTR1502 feature 'country' is declared twice
}
table users { rows: hash(10), dim: 4 } //~ CTR1502 table 'users' is declared twice
dataset log { //~ CTR1502 dataset 'log' is declared twice
  query: "select 1"
  surface: home_feed
}
model engagement on search { trunk { predict click = 1 } } //~ CTR1502 model 'engagement' is declared twice
`,
  )
  for (const { related } of diagnostics) expect(related).toHaveLength(1)
  expect(diagnostics.every(({ related }) => related[0]?.span.file !== '/main.ctr')).toBe(true)
})

test('the first one stands, and a second declaration hides no other mistake', () => {
  expectMarked(`
table twice { rows: hash(10), dim: 4 }
table twice { rows: hash(10) } //~ CTR1502 table 'twice' is declared twice
table other { rows: hash(10) } //~ CTR1521 has no entry 'dim'
`)
})

test('trainings and servings are one per model', () => {
  expectMarked(`
train engagement { dataset: log }
train engagement { dataset: log } //~ CTR1502 training of 'engagement' is declared twice
serve engagement { dedupe: { levels: [user] } }
serve engagement { dedupe: { levels: [user] } } //~ CTR1502 serving of 'engagement' is declared twice
`)
})

test('a branch may not have the name of a model: towers name either with `of`', () => {
  expectMarked(`
branch engagement of engagement for home_feed { } //~ CTR1502 model or branch 'engagement' is declared twice
branch browse of engagement for home_feed { }
branch browse of engagement for search { } //~ CTR1502 branch 'browse' is declared twice
`)
})

test('things of different kinds may share a name', () => {
  expectMarked(`
surface user
table user { rows: hash(10), dim: 4 }
features of user { log : id in user }
`)
})

test('a name twice in a list', () => {
  expectMarked(
    `
surface lobby { views: [left, right, left] } //~ CTR1516 'left' is listed twice in the views of lobby
features of row on search, search { mood : int default 0 } //~ CTR1516 'search' is listed twice
level user by user_id
level hour by user_id, user_id within user, user //~ CTR1516 the key of hour //~ CTR1516 the levels above hour
model m on search { trunk { predict click = 1 } }
level row within hour
`,
    { without: ['levels', 'features', 'log', 'model'] },
  )
})
