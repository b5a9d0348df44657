import { expect, test } from 'vitest'
import { collect, open } from './fixture.ts'

const text = (query: string) => `
surface home
surface search { views: [results, guided] }
level user by user_id
level candidate within user
features of user {
  user_id : id in users
  recent  : list<id, 3> in pins
}
features of candidate {
  pin_id : id in pins
  age    : float default 0
}
table users { rows: hash(100), dim: 2 }
table pins  { rows: hash(50), dim: 2 }
dataset log {
  query:   "${query}"
  surface: { column: tab, values: { 1: home, 2: search.results, 3: search.guided }, else: drop }
  labels:  { click: clicked == 1 }
  splits:  { train: day < 2, test: day == 2 }
}
model m on home, search { trunk { predict click = linear(embed(user_id)) } }
train m { dataset: log, tasks: { click: 1.0 } }
`

test('rows come sorted by surface, with their views, labels and lists', async () => {
  const data = await open(
    text(
      `select * from (values
      (1, 10, [1, 2, 3, 4], 7, 0.5, 1, 0), (2, 10, [], 8, null, 0, 0), (3, 11, null, 9, 1.5, null, 1), (9, 1, [1], 1, 1, 1, 0)
    ) as t(tab, user_id, recent, pin_id, age, clicked, day)`.replaceAll('\n', ' '),
    ),
  )
  expect(data.summary.rows).toBe(3)
  expect(data.summary.dropped).toBe(1)
  const [batch] = await collect(data.batches({ split: 'train', size: 10, order: 'stable' }))
  expect([...batch!.bySurface]).toEqual([
    ['home', 1],
    ['search', 2],
  ])
  expect(batch!.views[0]).toBe('default')
  const recent = batch!.raw.columns.get('recent')!
  if (recent.kind !== 'list' || recent.of !== 'id') throw new Error('no list')
  expect([...recent.values]).toEqual([2n, 3n, 4n])
  data.close()
})
